package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"

	"osmose/internal/accounts"
	"osmose/internal/app"
	"osmose/internal/networks"
	"osmose/internal/platform/config"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// adminCommand sets up what the pages do not make yet. It works on the database, beside a server that runs or not.
type adminCommand struct {
	Person  personCommand  `cmd:"" help:"Create an account and print its first password."`
	Network networkCommand `cmd:"" help:"Create a network."`
	Space   spaceCommand   `cmd:"" help:"Found a space in a network and name its animator."`
	Member  memberCommand  `cmd:"" help:"Make a person a member of a space."`
	Block   blockCommand   `cmd:"" help:"Block an account: its sessions end at once."`
}

// change opens the installation, runs work in one transaction and closes.
func change(ctx context.Context, settings config.Settings, work func(a *app.App, tx *db.Tx) error) (err error) {
	a, err := open(ctx, app.Options{Settings: settings, Log: slog.Default()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return a.DB.Write(ctx, func(tx *db.Tx) error { return work(a, tx) })
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
	Animator    string `required:"" help:"Address of its first animator."`
}

// Run founds the space and prints its address.
func (c *spaceCommand) Run(ctx context.Context) error {
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
			Network: network.ID, Kind: spaces.Community, Policy: spaces.Policy(c.Policy), Title: c.Title, Description: c.Description,
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
	space, err := ids.Parse(c.Space)
	if err != nil {
		return fmt.Errorf("%q is not the id of a space: %w", c.Space, err)
	}
	return change(ctx, c.Settings, func(a *app.App, tx *db.Tx) error {
		person, err := find(tx, c.Email)
		if err != nil {
			return err
		}
		return a.Spaces.Admit(tx, spaces.TakeCustody(space, "admission by the operator"), person, spaces.Role(c.Role))
	})
}

type blockCommand struct {
	config.Settings
	Email string `required:"" help:"Address of the person."`
}

// Run blocks the account.
func (c *blockCommand) Run(ctx context.Context) error {
	return change(ctx, c.Settings, func(_ *app.App, tx *db.Tx) error {
		person, err := find(tx, c.Email)
		if err != nil {
			return err
		}
		return accounts.Block(tx, person)
	})
}

func find(tx *db.Tx, email string) (ids.ID, error) {
	person, err := accounts.FindByAddress(tx, email)
	if err != nil {
		return 0, fmt.Errorf("there is no account with the address %q: %w", email, err)
	}
	return person.ID, nil
}
