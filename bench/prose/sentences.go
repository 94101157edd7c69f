package prose

var greetings = patterns(`
	Bonjour à toutes et à tous,
	Bonjour,
	Bonjour {name},
	Merci {name} pour ce retour.
	Merci pour ces précisions.
	Même constat ici.
	Je complète la réponse de {name}.
	D'accord avec {name}.
`)

var sentences = patterns(`
	Nous avons repris les {docs} du {svc}, {adv}, et le délai court désormais de la date de clôture.
	Le {svc} nous a remis {2-90} mètres de {docs} sans bordereau, et nous cherchons comment les {verb} {when}.
	Pour les {docs}, la durée retenue est de {2-30} ans, puis versement pour ceux qui portent une date antérieure à {1946-2019}.
	Le {tool} refuse les fichiers {fmt} de plus de {2-80} mégaoctets, et le message n'aide pas à comprendre pourquoi.
	Avez-vous déjà eu à {verb} des {docs} en {fmt} dans le {tool} ?
	La {coll} a choisi de {verb} ses {docs} {adv} : cela prend {2-12} jours par an.
	Depuis {month}, le {svc} dépose directement dans le {tool}, et nous n'avons plus qu'à {verb} les métadonnées.
	Le contrôle porte sur {5-60} dossiers tirés au sort, dont {2-5} avaient une pièce manquante.
	Nous attendons la réponse du {svc} pour {verb} les {docs} de {1960-2024}.
	{name} a rédigé une procédure en {2-14} étapes, que le {svc} applique {when}.
	Chez nous, le {tool} est tenu par le {svc}, et le {svc} le relit {adv}.
	Les {docs} antérieurs à {1950-2010} sont communicables ; les autres demandent une dérogation.
	Une convention avec la {coll} fixe qui peut {verb} les {docs}, et qui répond aux demandes.
	Attention aux doublons : sur {100-9000} fichiers {fmt}, {2-40} pour cent existaient déjà dans le {tool}.
	Le {svc} compte {2-40} agents, et {1-3} seulement connaissent le {tool}.
	Je joins l'exemple de la {coll}, qui distingue les {docs} et les {docs}.
	Il reste à {verb} {3-400} boîtes avant {month}, et le {svc} déménage {when}.
	Le passage au format {fmt} s'est fait {when}, sans perte, sauf pour {2-60} fichiers illisibles.
	Pour {verb} les {docs}, nous suivons le {tool} de la {coll}, adapté {when}.
	La réunion du {2-28} {month} a permis de trancher : les {docs} restent au {svc} pendant {2-10} ans.
	Que faites-vous des {docs} sans suite ?
	Qui tient le {tool} dans vos services ?
	L'instruction passe par le {tool}, mais le {svc} imprime encore les {docs}.
	Un pétitionnaire a demandé copie de ses {docs}, et le {svc} n'avait gardé que les courriers.
	Le plus simple a été de {verb} les {docs} {adv}, puis de détruire le reste sur visa.
	D'après le {svc}, le {tool} sera remplacé en {2026-2029}, ce qui nous laisse {1-3} ans pour {verb} l'existant.
	Nous avons compté : {3-45} minutes par dossier, soit {2-30} semaines pour l'ensemble des {docs}.
	Les agents du {svc} préfèrent {verb} {adv}, car le {tool} se bloque {when}.
	Un essai sur {10-500} {docs} a montré que le format {fmt} tient la charge.
	La {coll} propose de mutualiser le {tool}, et demande qui serait intéressé.
	Je peux partager notre {tool}, à condition de {verb} les noms avant diffusion.
	Personne ne savait que ces {docs} dormaient au {svc} depuis {1970-2015}.
	Le visa a été donné pour {2-70} mètres linéaires, hors {docs} de {1980-2012}.
	Il faut {verb} la date de décision, pas celle du dépôt : le {tool} confond les deux.
`)

var items = patterns(`
	les {docs} de {1950-2024}
	le {tool} du {svc}
	un export en {fmt}
	une copie pour la {coll}
	la liste des {docs}
	{2-60} boîtes à {verb}
	le contact au {svc}
	une durée de {2-30} ans
	la relecture par {name}
	ce qu'il reste à {verb} {when}
`)

var notices = patterns(`
	la notice sur les {docs}
	le guide du {svc}
	le mode d'emploi du {tool}
	la fiche « {fmt} »
	le compte rendu du {2-28} {month}
`)

var titles = patterns(`
	Quelle durée pour les {docs} ?
	Verser des {docs} en {fmt}
	{docs} de {1950-2020} : que garder ?
	Le {tool} refuse les fichiers {fmt}
	Retour d'expérience : {verb} les {docs} {adv}
	Réunion du {2-28} {month} : ordre du jour
	Le {svc} déménage : par où commencer ?
	Partage du {tool} de la {coll}
	Qui utilise le {tool} pour {verb} les {docs} ?
	Modèle de convention avec la {coll}
	Formation « {tool} » en {month}
	Élimination des {docs} : visa et pratiques
	Communicabilité des {docs}
	Reprise des {docs} {when}
	Besoin d'aide pour {verb} {2-900} {docs}
	Statistiques {2015-2026} du {svc}
	Mise à jour du {tool} : ce qui change
	Échantillonner les {docs} : vos critères
`)

var places = patterns(`
	({coll})
	({svc})
`)

var descriptions = patterns(`
	Le réseau de ceux qui ont à {verb} les {docs} : questions, exemples, points d'étape.
	Un lieu d'entraide autour du {tool}, ouvert aux agents du {svc} et à leurs partenaires.
	Suivre ensemble le passage au format {fmt} et la reprise des {docs}.
	Les correspondants de la {coll} y préparent leurs réunions et partagent leurs modèles.
`)

// SpaceTitle returns the name of a space; several may bear it.
func (w *Writer) SpaceTitle() string {
	w.begin()
	w.sentence(spaceTitles)
	return string(w.text)
}

var spaceTitles = patterns(`
	Correspondants {docs}
	Réseau {tool}
	Club {tool} et {fmt}
	Groupe {docs} {2016-2026}
	Atelier {svc}
	Communauté {docs} et {docs}
`)

// Keyword returns a free tag.
func (w *Writer) Keyword() string {
	from := lists["docs"]
	switch w.rand.IntN(4) {
	case 0:
		from = lists["tool"]
	case 1:
		from = lists["fmt"]
	case 2:
		from = lists["svc"]
	}
	return from[w.rand.IntN(len(from))]
}

// Organisation, Service and Function are the lines of a profile.
func (w *Writer) Organisation() string { return upper(lists["coll"][w.rand.IntN(len(lists["coll"]))]) }

// Service returns where somebody works.
func (w *Writer) Service() string { return upper(lists["svc"][w.rand.IntN(len(lists["svc"]))]) }

// Function returns what somebody does.
func (w *Writer) Function() string { return functions[w.rand.IntN(len(functions))] }

var functions = words(`
	Archiviste
	Chargée d'études
	Chargé de mission
	Responsable des versements
	Gestionnaire de dossiers
	Instructrice
	Instructeur
	Cheffe de service
	Adjoint au chef de service
	Juriste
	Technicien support
	Documentaliste
`)
