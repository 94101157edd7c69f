package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"osmose/internal/accounts"
	"osmose/internal/app"
	"osmose/internal/networks"
	"osmose/internal/platform/config"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// adminCommand sets up what the pages do not make yet. It works on the database, beside a server that runs or not.
type adminCommand struct {
	Person  personCommand  `cmd:"" help:"Create an account and print its first password."`
	Network networkCommand `cmd:"" help:"Create a network."`
	Space   spaceCommand   `cmd:"" help:"Found a space in a network and name its animator."`
	Member  memberCommand  `cmd:"" help:"Make a person a member of a space."`
	Expel   expelCommand   `cmd:"" help:"End a person's membership of a space, and of its sub-spaces."`
	Block   blockCommand   `cmd:"" help:"Block an account: its sessions end at once."`
	Unblock unblockCommand `cmd:"" help:"Open a blocked account again."`
	Reindex reindexCommand `cmd:"" help:"Have the search index built again, while the platform runs."`
}

// change opens the installation, runs work in one transaction and closes.
func change(ctx context.Context, settings config.Settings, work func(a *app.App, tx *db.Tx) error) (err error) {
	a, err := open(ctx, app.Options{Settings: settings, Beside: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return inWords(a.DB.Write(ctx, func(tx *db.Tx) error { return work(a, tx) }))
}

type personCommand struct {
	config.Settings
	Email         string `required:"" help:"Professional address."`
	Given         string `required:"" help:"First name."`
	Family        string `required:"" help:"Surname."`
	Organisation  string `required:"" help:"Administration or local authority."`
	PlatformAdmin bool   `help:"Make them an administrator of the platform."`
}

// Run creates the account and prints a random password, which its owner changes in their profile.
func (c *personCommand) Run(ctx context.Context) error {
	password := rand.Text()
	hash, err := accounts.HashPassword(ctx, password)
	if err != nil {
		return err
	}
	err = change(ctx, c.Settings, func(_ *app.App, tx *db.Tx) error {
		_, err := accounts.Create(tx, accounts.NewPerson{
			Email: c.Email, Given: c.Given, Family: c.Family, Organisation: c.Organisation,
			PasswordHash: hash, PlatformAdmin: c.PlatformAdmin,
		})
		return err
	})
	if err != nil {
		return err
	}
	fmt.Printf("%s can sign in with the password %s and should change it in their profile.\n", c.Email, password)
	return nil
}

type networkCommand struct {
	config.Settings
	Name    string `required:"" help:"Short name: SIAF."`
	Title   string `required:"" help:"Name in full."`
	Mailbox string `required:"" help:"Functional mailbox that its members write to."`
	Admin   string `help:"Address of the person who administers it."`
}

// Run creates the network.
func (c *networkCommand) Run(ctx context.Context) error {
	return change(ctx, c.Settings, func(_ *app.App, tx *db.Tx) error {
		id, err := networks.Create(tx, networks.Network{Name: c.Name, Title: c.Title, Mailbox: c.Mailbox})
		if err != nil || c.Admin == "" {
			return err
		}
		person, err := find(tx, c.Admin)
		if err != nil {
			return err
		}
		return networks.Appoint(tx, id, person)
	})
}

type spaceCommand struct {
	config.Settings
	Network     string `required:"" help:"Short name of its network."`
	Title       string `required:"" help:"Name of the space."`
	Description string `help:"One or two sentences."`
	Policy      string `enum:"open,on_request,secret" default:"secret" help:"open, on_request or secret."`
	Kind        string `enum:"community,working_group,region" default:"community" help:"community, or working_group or region for a sub-space."`
	Parent      string `help:"Id of the space that it is a sub-space of."`
	Animator    string `required:"" help:"Address of its first animator."`
}

// Run founds the space and prints its address.
func (c *spaceCommand) Run(ctx context.Context) error {
	var parent ids.ID
	if c.Parent != "" {
		var err error
		if parent, err = spaceID(c.Parent); err != nil {
			return err
		}
	}
	return change(ctx, c.Settings, func(a *app.App, tx *db.Tx) error {
		network, err := networks.Named(tx, c.Network)
		if err != nil {
			return fmt.Errorf("there is no network called %q: %w", c.Network, err)
		}
		person, err := find(tx, c.Animator)
		if err != nil {
			return err
		}
		id, err := a.Spaces.Found(tx, spaces.Foundation{
			Network: network.ID, Parent: parent, Kind: spaces.Kind(c.Kind), Policy: spaces.Policy(c.Policy), Title: c.Title, Description: c.Description,
		})
		if err != nil {
			return err
		}
		tx.AfterCommit(func() { fmt.Println(spaces.Path(id, c.Title)) })
		return a.Spaces.Admit(tx, spaces.TakeCustody(id, "founding by the operator"), person, spaces.Animator)
	})
}

type memberCommand struct {
	config.Settings
	Space string `required:"" help:"Id of the space: the 13 characters in its address."`
	Email string `required:"" help:"Address of the person."`
	Role  string `enum:"reader,contributor,animator" default:"contributor" help:"reader, contributor or animator."`
}

// Run makes the person a member.
func (c *memberCommand) Run(ctx context.Context) error {
	space, err := spaceID(c.Space)
	if err != nil {
		return err
	}
	return change(ctx, c.Settings, func(a *app.App, tx *db.Tx) error {
		person, err := find(tx, c.Email)
		if err != nil {
			return err
		}
		return a.Spaces.Admit(tx, spaces.TakeCustody(space, "admission by the operator"), person, spaces.Role(c.Role))
	})
}

type expelCommand struct {
	config.Settings
	Space string `required:"" help:"Id of the space: the 13 characters in its address."`
	Email string `required:"" help:"Address of the person."`
}

// Run ends the membership.
func (c *expelCommand) Run(ctx context.Context) error {
	space, err := spaceID(c.Space)
	if err != nil {
		return err
	}
	return change(ctx, c.Settings, func(a *app.App, tx *db.Tx) error {
		person, err := find(tx, c.Email)
		if err != nil {
			return err
		}
		return a.Spaces.Expel(tx, spaces.TakeCustody(space, "expulsion by the operator"), person)
	})
}

type blockCommand struct {
	config.Settings
	Email string `required:"" help:"Address of the person."`
}

// Run blocks the account.
func (c *blockCommand) Run(ctx context.Context) error {
	return change(ctx, c.Settings, func(a *app.App, tx *db.Tx) error {
		person, err := find(tx, c.Email)
		if err != nil {
			return err
		}
		return a.Accounts.Block(tx, person)
	})
}

type unblockCommand struct {
	config.Settings
	Email string `required:"" help:"Address of the person."`
}

// Run opens the account again.
func (c *unblockCommand) Run(ctx context.Context) error {
	return change(ctx, c.Settings, func(a *app.App, tx *db.Tx) error {
		person, err := find(tx, c.Email)
		if err != nil {
			return err
		}
		return a.Accounts.Unblock(tx, person)
	})
}

func spaceID(text string) (ids.ID, error) {
	id, err := ids.Parse(text)
	if err != nil {
		return 0, fmt.Errorf("%q is not the id of a space: it is the 13 characters after /espaces/ in its address", text)
	}
	return id, nil
}

// inWords turns what a verb refuses into a sentence for the operator.
func inWords(err error) error {
	var invalid *fault.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	var fields []string
	for _, field := range invalid.Fields {
		fields = append(fields, fmt.Sprintf("%s (%s)", field.Name, field.Key))
	}
	return fmt.Errorf("these values can't be taken: %s", strings.Join(fields, ", "))
}

func find(tx *db.Tx, email string) (ids.ID, error) {
	person, err := accounts.FindByAddress(tx, email)
	if err != nil {
		return 0, fmt.Errorf("there is no account with the address %q: %w", email, err)
	}
	return person.ID, nil
}

type reindexCommand struct{ config.Settings }

// Run leaves the work to the server's jobs.
func (c *reindexCommand) Run(ctx context.Context) error {
	err := change(ctx, c.Settings, func(a *app.App, tx *db.Tx) error { return a.Index.Rebuild(tx) })
	if err != nil {
		return err
	}
	fmt.Println("The server indexes every text again, the newest first. Searches go on meanwhile.")
	return nil
}
