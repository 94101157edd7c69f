// The people of the demo world that the journeys follow. They all have the same password.
export const password = 'demo-osmose-2026'

export const people = {
  karim: 'karim.benali@herault.example', // contributor of « Archivage numérique »
  helene: 'helene.marchand@culture.example', // its animator
  sophie: 'sophie.legoff@finistere.example', // its reader
  paul: 'paul.lefevre@transports.example', // a stranger to it
  nadia: 'nadia.rousseau@osmose.example', // platform administrator, member of no space
  claire: 'claire.morel@culture.example', // administrator of the SIAF network, member of no space
}
