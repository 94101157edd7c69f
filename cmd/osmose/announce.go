package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"osmose/internal/demo"
	"osmose/internal/platform/config"
)

// announce prints whom one can be in the demo.
func announce(w io.Writer, settings *config.Settings) error {
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintf(table, "\n%s: %s\nEverybody's password: %s\nMails are kept at %s/demo/mails; nothing is sent.\n\n",
		settings.Service, settings.BaseURL, demo.Password, settings.BaseURL)
	for _, guide := range demo.Guides {
		fmt.Fprintf(table, "  %s\t%s\n", guide.Email, guide.Part)
	}
	fmt.Fprintln(table)
	return table.Flush()
}
