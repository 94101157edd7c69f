// Package accounts holds people and lets them in: sign-in by password, sessions, visits, profiles and photos.
//
// A person changes their own profile, photo, password and sessions, and nobody else's. They see the page of those with
// whom they share a space; everybody else does not exist for them. Administrators create, block and unblock accounts.
//
// This package must never tell a stranger whether an address has an account: an unknown address and a wrong password
// get the same answer after the same work. It knows nothing of networks and spaces; what it needs of them it asks
// through Upstairs.
package accounts
