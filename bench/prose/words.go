package prose

import "strings"

func words(text string) []string {
	list := strings.Split(strings.TrimSpace(text), "\n")
	for i, each := range list {
		list[i] = typeset(strings.TrimSpace(each))
	}
	return list
}

// lists fill the holes. Nouns are plural under « docs », masculine singular under « svc » and « tool », feminine singular under
// « coll »; all begin with a consonant, for « de » and « le » before them.
var lists = map[string][]string{
	"docs": words(`
		permis de construire
		permis d'aménager
		permis de démolir
		déclarations préalables
		certificats d'urbanisme
		dossiers de marchés publics
		dossiers de subvention
		délibérations
		registres de délibérations
		dossiers de carrière
		dossiers individuels d'aide sociale
		plans cadastraux
		procès-verbaux de récolement
		bordereaux d'élimination
		bordereaux de versement
		comptes rendus de commission
		dossiers de contentieux
		fonds photographiques
		messageries de direction
		bases de données métier
		plans d'occupation des sols
		pièces complémentaires
		courriers d'instruction
		récépissés de dépôt`),
	"svc": words(`
		service urbanisme
		service instructeur
		service des affaires juridiques
		service producteur
		centre instructeur
		centre de gestion
		pôle aménagement
		pôle numérique
		bureau du courrier
		bureau de la commande publique
		secrétariat général
		département informatique
		guichet unique
		conseil d'architecture
		syndicat mixte
		cabinet du maire
		laboratoire de restauration
		magasin central`),
	"tool": words(`
		logiciel d'instruction
		système d'archivage électronique
		guichet numérique
		connecteur de versement
		profil de versement
		tableau de gestion
		plan de classement
		portail de consultation
		module de récolement
		fichier d'inventaire
		serveur de fichiers
		parapheur électronique
		formulaire de dépôt
		modèle de convention
		calendrier de conservation
		registre des traitements`),
	"coll": words(`
		communauté de communes du Val-Clair
		communauté d'agglomération des Trois-Moulins
		métropole de Rivemont
		ville de Montbrissac
		commune de Saint-Aubrac
		commune de Lurcy-les-Bois
		mairie de Castelvert
		direction départementale de la Vive
		région des Hauts-Plateaux
		préfecture de la Vive
		chambre des notaires de Rivemont
		sous-préfecture de Montbrissac`),
	"month": words(`
		janvier
		février
		mars
		avril
		mai
		juin
		juillet
		septembre
		octobre
		novembre
		décembre`),
	"when": words(`
		l'an dernier
		depuis la rentrée
		depuis la mise à jour
		au printemps
		avant l'été
		en fin d'année
		la semaine prochaine
		ce trimestre
		à chaque relance
		lors du dernier comité
		pendant la reprise
		après la formation`),
	"fmt": words(`
		PDF/A
		SEDA 2.1
		SEDA 2.2
		CSV
		XML
		TIFF
		ODT
		EML
		SIARD`),
	"verb": words(`
		vérifier
		reprendre
		trier
		classer
		verser
		décrire
		numériser
		contrôler
		comparer
		signaler
		compléter
		relire`),
	"adv": words(`
		à la main
		en deux temps
		par lots
		au fil de l'eau
		une fois par mois
		sans outil particulier
		avec un tableur
		avec un script
		en double
		sur place
		à distance
		avec l'aide d'un stagiaire`),
	"name": GivenNames,
}
