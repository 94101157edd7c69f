package demo

// Guide is one of the people whom visitors are invited to be.
type Guide struct{ Email, Part string }

// Guides are the named people of the demo, with what each can show.
var Guides = []Guide{
	{"karim.benali@herault.example", "contributor of « Archivage numérique » and « Publics »"},
	{"helene.marchand@culture.example", "animator of « Archivage numérique », administrator of the SIAF network"},
	{"sophie.legoff@finistere.example", "reader of « Archivage numérique »"},
	{"marc.petit@urbanisme.example", "animator of « Démat.ADS », where only animators open threads"},
	{"lea.fontaine@urbanisme.example", "contributor of « Démat.ADS »"},
	{"paul.lefevre@transports.example", "member of « Démat.ADS » only: a stranger to the SIAF spaces"},
	{"claire.morel@culture.example", "administrator of the SIAF network, member of no space"},
	{"nadia.rousseau@osmose.example", "platform administrator, member of no space"},
	{"yves.garnier@gironde.example", "removed from « Archivage numérique »"},
	{"ines.robert@culture.example", "blocked: can't sign in"},
}
