// Package config holds the settings of an installation: each is a flag and an environment variable OSMOSE_…, listed in
// docs/operating.md.
package config

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
)

// Settings are what an operator chooses.
type Settings struct {
	Data           string   `help:"Folder of the embedded database, of files and of the demo's mails." default:"./osmose-data" env:"OSMOSE_DATA" type:"path"`
	Database       string   `help:"Address of a PostgreSQL database (postgres://…). Empty: SQLite in the data folder." env:"OSMOSE_DATABASE"`
	Files          string   `help:"Bucket where files are kept, s3://host/bucket; its keys are OSMOSE_FILES_KEY and OSMOSE_FILES_SECRET. Empty: the data folder." env:"OSMOSE_FILES"`
	Listen         string   `help:"Host and port to listen on." default:"127.0.0.1:8080" env:"OSMOSE_LISTEN"`
	BaseURL        string   `help:"Address at which people reach the service. Empty: http:// and the listening address." env:"OSMOSE_BASE_URL"`
	Service        string   `help:"Displayed name of the service." default:"Osmose" env:"OSMOSE_SERVICE"`
	Tagline        string   `help:"Line under the name." default:"Travailler ensemble entre agents publics" env:"OSMOSE_TAGLINE"`
	Contact        string   `help:"Address that people write to for help, shown to blocked people." default:"assistance@osmose.example" env:"OSMOSE_CONTACT"`
	SMTP           string   `help:"Mail server, smtp://user:password@host:587 or smtps://…. Empty: mails go to a folder of .eml files." env:"OSMOSE_SMTP"`
	MailFrom       string   `help:"Sender of mails." default:"ne-pas-repondre@osmose.example" env:"OSMOSE_MAIL_FROM"`
	MetricsToken   string   `help:"Bearer token of /metrics. Empty: the address does not exist." env:"OSMOSE_METRICS_TOKEN"`
	BusURL         string   `help:"Addresses of NATS servers that several nodes share, nats://user:password@host:4222, separated by commas. Empty: this node's own." env:"OSMOSE_BUS_URL"`
	BusListen      string   `help:"Host and port at which the other nodes reach this node's own NATS server. Empty: it has no port." env:"OSMOSE_BUS_LISTEN"`
	BusPeers       []string `help:"Hosts and ports of other nodes' NATS servers." env:"OSMOSE_BUS_PEERS"`
	BusSecret      string   `help:"Secret that the nodes' own NATS servers know each other by." env:"OSMOSE_BUS_SECRET"`
	LivePages      int      `help:"How many pages of one account update themselves at the same time, on one node." default:"60" env:"OSMOSE_LIVE_PAGES"`
	SpaceFiles     int      `help:"How many megabytes of files a space receives in 24 hours. 0: as many as come." default:"5000" env:"OSMOSE_SPACE_FILES"`
	SpaceQuota     int64    `help:"Megabytes that the documents of one space may take, former versions and the trash included." default:"5000" env:"OSMOSE_SPACE_QUOTA"`
	MostWritten    int      `help:"How many texts (threads, posts, replies, comments, changes to them) an account sends in a minute." default:"60" env:"OSMOSE_MOST_WRITTEN"`
	MostRead       int      `help:"How many different publications, files and profiles an account opens in an hour before it is slowed down and must sign in again." default:"1500" env:"OSMOSE_MOST_READ"`
	Converter      string   `help:"Makes previews of PDF and office files where LibreOffice, poppler and bubblewrap are installed: on or off." enum:"on,off" default:"on" env:"OSMOSE_CONVERTER"`
	Clamd          string   `help:"Antivirus that every file passes before it is kept: a clamd of ClamAV, host:port or unix:/path of its socket. Empty: none." env:"OSMOSE_CLAMD"`
	TrustedProxies []string `help:"Addresses or networks of the proxies in front, whose X-Forwarded-For is believed." env:"OSMOSE_TRUSTED_PROXIES"`
}

// On is the value of a setting that is on or off.
const On = "on"

// Complete fills the base URL and checks it. A base URL is https, or http on this machine only: a session's cookie
// would otherwise travel in the clear. Errors: a sentence for the operator.
func (s *Settings) Complete() error {
	if s.BaseURL == "" {
		s.BaseURL = "http://" + s.Listen
	}
	base, err := url.Parse(s.BaseURL)
	if err != nil || base.Host == "" || (base.Path != "" && base.Path != "/") {
		return fmt.Errorf("the base URL %q is not an address such as https://osmose.example", s.BaseURL)
	}
	base.Path = ""
	s.BaseURL = base.String()
	switch {
	case base.Scheme == "https":
		return nil
	case base.Scheme == "http" && isLoopback(base.Hostname()):
		return nil
	}
	return errors.New("the base URL is neither https nor on this machine: put a server with a certificate in front, and give its https address with --base-url")
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}
