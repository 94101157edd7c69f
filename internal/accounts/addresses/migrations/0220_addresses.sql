-- +goose Up
-- Words of offices and domains of personal mail, that no account may have. by_id is empty for those that were shipped.
CREATE TABLE address_words (
	kind     TEXT NOT NULL,
	word     TEXT NOT NULL,
	by_id    BIGINT REFERENCES people (id) ON DELETE SET NULL,
	added_at BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (kind, word)
);
CREATE INDEX address_words_by ON address_words (by_id);

-- Addresses that an administrator lets in against the lists.
CREATE TABLE address_exceptions (
	id       BIGINT PRIMARY KEY,
	email    TEXT NOT NULL UNIQUE,
	reason   TEXT NOT NULL,
	by_id    BIGINT REFERENCES people (id) ON DELETE SET NULL,
	added_at BIGINT NOT NULL
);
CREATE INDEX address_exceptions_by ON address_exceptions (by_id);

INSERT INTO address_words (kind, word) VALUES
	('generic', 'accueil'), ('generic', 'accueilmairie'), ('generic', 'accompagnement'), ('generic', 'adjoints'), ('generic', 'administration'),
	('generic', 'administratif'), ('generic', 'admin'), ('generic', 'agenda'), ('generic', 'agents'), ('generic', 'animation'), ('generic', 'annonces'),
	('generic', 'archives'), ('generic', 'archivage'), ('generic', 'assistance'), ('generic', 'associations'), ('generic', 'bibliotheque'),
	('generic', 'bonjour'), ('generic', 'bureau'), ('generic', 'cabinet'), ('generic', 'candidature'), ('generic', 'candidatures'), ('generic', 'ccas'),
	('generic', 'centre'), ('generic', 'collaboratif'), ('generic', 'collecte'), ('generic', 'com'), ('generic', 'commande'), ('generic', 'commandes'),
	('generic', 'commune'), ('generic', 'communes'), ('generic', 'communication'), ('generic', 'compta'), ('generic', 'comptabilite'),
	('generic', 'conservation'), ('generic', 'contact'), ('generic', 'contacts'), ('generic', 'conseil'), ('generic', 'cooperation'),
	('generic', 'courrier'), ('generic', 'courriel'), ('generic', 'culture'), ('generic', 'delegation'), ('generic', 'demande'),
	('generic', 'demandes'), ('generic', 'departement'), ('generic', 'direction'), ('generic', 'directeur'), ('generic', 'directrice'),
	('generic', 'documentation'), ('generic', 'donnees'), ('generic', 'dpo'), ('generic', 'dossier'), ('generic', 'drh'), ('generic', 'droits'),
	('generic', 'dsi'), ('generic', 'education'), ('generic', 'elections'), ('generic', 'elus'), ('generic', 'enfance'), ('generic', 'enquete'),
	('generic', 'environnement'), ('generic', 'equipe'), ('generic', 'espace'), ('generic', 'etatcivil'), ('generic', 'facturation'),
	('generic', 'factures'), ('generic', 'finances'), ('generic', 'formation'), ('generic', 'formations'), ('generic', 'foncier'),
	('generic', 'gestion'), ('generic', 'guichet'), ('generic', 'helpdesk'), ('generic', 'hotline'), ('generic', 'info'), ('generic', 'infos'),
	('generic', 'informatique'), ('generic', 'information'), ('generic', 'informations'), ('generic', 'inscription'), ('generic', 'inscriptions'),
	('generic', 'instruction'), ('generic', 'jeunesse'), ('generic', 'juridique'), ('generic', 'logement'), ('generic', 'logistique'),
	('generic', 'mail'), ('generic', 'mairie'), ('generic', 'maire'), ('generic', 'mairieannexe'), ('generic', 'maintenance'), ('generic', 'marches'),
	('generic', 'mediation'), ('generic', 'mediatheque'), ('generic', 'ministere'), ('generic', 'mission'), ('generic', 'musee'),
	('generic', 'newsletter'), ('generic', 'noreply'), ('generic', 'nepasrepondre'), ('generic', 'numerique'), ('generic', 'office'),
	('generic', 'organisation'), ('generic', 'patrimoine'), ('generic', 'permanence'), ('generic', 'personnel'), ('generic', 'petiteenfance'),
	('generic', 'planning'), ('generic', 'plateforme'), ('generic', 'pole'), ('generic', 'police'), ('generic', 'policemunicipale'),
	('generic', 'postmaster'), ('generic', 'prefecture'), ('generic', 'presidence'), ('generic', 'presse'), ('generic', 'projet'),
	('generic', 'projets'), ('generic', 'protocole'), ('generic', 'proximite'), ('generic', 'qualite'), ('generic', 'questions'), ('generic', 'rdv'),
	('generic', 'reception'), ('generic', 'recrutement'), ('generic', 'redaction'), ('generic', 'referent'), ('generic', 'region'),
	('generic', 'renseignement'), ('generic', 'renseignements'), ('generic', 'reservation'), ('generic', 'reservations'),
	('generic', 'ressourceshumaines'), ('generic', 'rgpd'), ('generic', 'rh'), ('generic', 'root'), ('generic', 'sallelecture'), ('generic', 'sante'),
	('generic', 'scolaire'), ('generic', 'scolarite'), ('generic', 'secretaire'), ('generic', 'secretariat'), ('generic', 'secretariatgeneral'),
	('generic', 'securite'), ('generic', 'service'), ('generic', 'services'), ('generic', 'sg'), ('generic', 'siege'), ('generic', 'social'),
	('generic', 'solidarite'), ('generic', 'sports'), ('generic', 'standard'), ('generic', 'support'), ('generic', 'sousprefecture'),
	('generic', 'syndicat'), ('generic', 'technique'), ('generic', 'test'), ('generic', 'tourisme'), ('generic', 'travaux'), ('generic', 'tresorerie'),
	('generic', 'tribunal'), ('generic', 'urbanisme'), ('generic', 'urgence'), ('generic', 'usagers'), ('generic', 'ville'), ('generic', 'voirie'),
	('generic', 'webmaster');

INSERT INTO address_words (kind, word) VALUES
	('webmail', 'gmail.com'), ('webmail', 'googlemail.com'), ('webmail', 'outlook.com'), ('webmail', 'outlook.fr'), ('webmail', 'hotmail.com'),
	('webmail', 'hotmail.fr'), ('webmail', 'live.com'), ('webmail', 'live.fr'), ('webmail', 'msn.com'), ('webmail', 'yahoo.com'),
	('webmail', 'yahoo.fr'), ('webmail', 'ymail.com'), ('webmail', 'rocketmail.com'), ('webmail', 'icloud.com'), ('webmail', 'me.com'),
	('webmail', 'mac.com'), ('webmail', 'aol.com'), ('webmail', 'aol.fr'), ('webmail', 'gmx.com'), ('webmail', 'gmx.fr'), ('webmail', 'gmx.net'),
	('webmail', 'mail.com'), ('webmail', 'proton.me'), ('webmail', 'protonmail.com'), ('webmail', 'protonmail.ch'), ('webmail', 'pm.me'),
	('webmail', 'tutanota.com'), ('webmail', 'tutanota.de'), ('webmail', 'tuta.io'), ('webmail', 'tuta.com'), ('webmail', 'orange.fr'),
	('webmail', 'wanadoo.fr'), ('webmail', 'free.fr'), ('webmail', 'sfr.fr'), ('webmail', 'neuf.fr'), ('webmail', 'cegetel.net'),
	('webmail', 'club-internet.fr'), ('webmail', 'laposte.net'), ('webmail', 'bbox.fr'), ('webmail', 'numericable.fr'), ('webmail', 'noos.fr'),
	('webmail', 'aliceadsl.fr'), ('webmail', 'alice.fr'), ('webmail', 'voila.fr'), ('webmail', 'libertysurf.fr'), ('webmail', 'infonie.fr'),
	('webmail', 'tele2.fr'), ('webmail', '9online.fr'), ('webmail', '9business.fr'), ('webmail', 'dartybox.com'), ('webmail', 'caramail.com'),
	('webmail', 'caramail.fr'), ('webmail', 'lycos.fr'), ('webmail', 'fastmail.com'), ('webmail', 'zoho.com'), ('webmail', 'zohomail.eu'),
	('webmail', 'mailo.com'), ('webmail', 'netcourrier.com'), ('webmail', 'mailfence.com'), ('webmail', 'hushmail.com'), ('webmail', 'yandex.com'),
	('webmail', 'yandex.ru'), ('webmail', 'mail.ru'), ('webmail', 'web.de'), ('webmail', 't-online.de'), ('webmail', 'bluewin.ch'),
	('webmail', 'skynet.be'), ('webmail', 'mailinator.com'), ('webmail', 'yopmail.com'), ('webmail', 'yopmail.fr'), ('webmail', 'guerrillamail.com'),
	('webmail', '10minutemail.com'), ('webmail', 'temp-mail.org'), ('webmail', 'trashmail.com'), ('webmail', 'jetable.org');
