// Package networks holds the families of spaces under one sponsor (SIAF, Démat.ADS). A network has its administrators
// and a functional mailbox, which is where its members write for help. Administering a network opens none of its secret
// spaces: only a membership does.
package networks

import (
	"embed"
	"io/fs"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

// Texts are the sentences of this package.
//
//go:embed texts.*.toml
var Texts embed.FS

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of networks.
func Migrations() fs.FS { return migrations }

// Network is a family of spaces.
type Network struct {
	ID ids.ID `db:"id"`
	// Name is short (« SIAF »); Title says it in full.
	Name        string `db:"name"`
	Title       string `db:"title"`
	Mailbox     string `db:"mailbox"`
	Description string `db:"description"`
}

// Create adds a network; its ID is minted here.
func Create(tx *db.Tx, n Network) (ids.ID, error) {
	n.ID = ids.New(tx.Now)
	_, err := tx.Exec(`
		INSERT INTO networks (id, name, title, mailbox, description, created_at)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		n.ID, n.Name, n.Title, n.Mailbox, n.Description, tx.Now)
	return n.ID, err
}

// Named returns the network of that name. Errors: fault.ErrNotFound.
func Named(q db.Querier, name string) (Network, error) {
	return db.Find[Network](q, `
		SELECT id, name, title, mailbox, description
		FROM networks
		WHERE name = $1`, name)
}

// Appoint makes a person an administrator of a network; twice is once.
func Appoint(tx *db.Tx, network, person ids.ID) error {
	_, err := tx.Exec(`
		INSERT INTO network_administrators (network_id, person_id, since)
		VALUES ($1, $2, $3)
		ON CONFLICT (network_id, person_id) DO NOTHING`,
		network, person, tx.Now)
	if err != nil {
		return err
	}
	return accounts.Administrator(tx, person, true)
}
