// Package app is the only place that knows all rooms: it builds them, hands the upper ones' rules, kinds and answers to
// the lower ones, and joins their migrations, texts, assets and routes. Adding a room adds its lines here.
package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"osmose/internal/accounts"
	"osmose/internal/accounts/addresses"
	"osmose/internal/admin"
	"osmose/internal/listeners/live"
	"osmose/internal/listeners/notifications"
	"osmose/internal/networks"
	"osmose/internal/platform/budgets"
	"osmose/internal/platform/bus"
	"osmose/internal/platform/clamd"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/config"
	"osmose/internal/platform/convert"
	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
	"osmose/internal/platform/files"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/jobs"
	"osmose/internal/platform/mail"
	"osmose/internal/platform/marks"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/drafts"
	"osmose/internal/publications/follows"
	"osmose/internal/publications/index"
	"osmose/internal/publications/mentions"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/pages"
	"osmose/internal/publications/reactions"
	"osmose/internal/publications/texts"
	"osmose/internal/publications/writing"
	"osmose/internal/services/blog"
	"osmose/internal/services/calendar"
	"osmose/internal/services/discussions"
	"osmose/internal/services/documents"
	"osmose/internal/services/faq"
	"osmose/internal/services/home"
	"osmose/internal/services/search"
	"osmose/internal/spaces"
)

// Options are what a program or a test chooses.
type Options struct {
	config.Settings
	Clock clock.Clock
	Log   *slog.Logger
	// Demo adds the gallery and the mailbox of the demo.
	Demo bool
	// Beside says that this is a command which works beside a server that runs: it takes no port of the bus.
	Beside bool
	// Strict makes a missing text a panic; tests set it.
	Strict bool
	// Observe hears every statement; tests set it.
	Observe func(sql string, args []any)
}

// App is an installation, open.
type App struct {
	DB            *db.DB
	Clock         clock.Clock
	Queue         *jobs.Queue
	Accounts      *accounts.Room
	Publications  *publications.Room
	Comments      *comments.Room
	Moderation    *moderation.Room
	Index         *index.Room
	Attachments   *attachments.Room
	Writing       *writing.Room
	Spaces        *spaces.Room
	Pages         *pages.Room
	Blog          *blog.Room
	Calendar      *calendar.Room
	Documents     *documents.Room
	Discussions   *discussions.Room
	FAQ           *faq.Room
	Home          *home.Room
	Search        *search.Room
	Notifications *notifications.Room
	Live          *live.Room
	Admin         *admin.Room
	Mails         *mail.Folder // nil when mails go to a server

	options Options
	files   files.Store
	bus     *bus.Bus
	budgets *budgets.Budgets
	router  *web.Router
	// converter is nil where this machine has none, or its operator wants none.
	converter *convert.Converter
	antivirus *clamd.Clamd
}

// migrations are those of every room; their numbers order them.
func migrations() []fs.FS {
	return []fs.FS{
		jobs.Migrations(), budgets.Migrations(), addresses.Migrations(), accounts.Migrations(), networks.Migrations(), spaces.Migrations(),
		publications.Migrations(), texts.Migrations(), reactions.Migrations(), moderation.Migrations(), comments.Migrations(), follows.Migrations(),
		mentions.Migrations(), drafts.Migrations(), attachments.Migrations(), blog.Migrations(), discussions.Migrations(), faq.Migrations(),
		notifications.Migrations(),
		index.Migrations(),
		documents.Migrations(),
		calendar.Migrations(),
	}
}

// Rules is the table of who may do what, of every room.
func Rules() []spaces.Rule {
	var all []spaces.Rule
	for _, rules := range [][]spaces.Rule{
		spaces.Rules(), reactions.Rules(), moderation.Rules(), attachments.Rules(), comments.Rules(), blog.Rules(), calendar.Rules(), documents.Rules(),
		discussions.Rules(), faq.Rules(),
	} {
		all = append(all, rules...)
	}
	return all
}

// Open opens the database, brings its schema up to date and builds the rooms. Close must follow.
func Open(ctx context.Context, options Options) (*App, error) {
	if err := options.Complete(); err != nil {
		return nil, err
	}
	for _, folder := range []string{"files", "mails"} {
		if err := os.MkdirAll(filepath.Join(options.Data, folder), 0o700); err != nil {
			return nil, fmt.Errorf("the data folder can't be made: %w", err)
		}
	}
	a := &App{options: options, Clock: options.Clock}
	if err := a.open(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *App) open(ctx context.Context) (err error) {
	o := a.options
	a.DB, err = db.Open(ctx, db.Config{URL: o.Database, Dir: o.Data, Clock: o.Clock, Observe: o.Observe})
	if err != nil {
		return err
	}
	if err = a.DB.Migrate(ctx, migrations()); err != nil {
		return err
	}
	if a.files, err = a.openFiles(ctx); err != nil {
		return err
	}
	if err = a.files.Sweep(o.Clock.Now()); err != nil {
		return err
	}
	texts, err := a.texts()
	if err != nil {
		return err
	}
	sender, err := a.sender()
	if err != nil {
		return err
	}
	if a.bus, err = bus.Open(a.busConfig()); err != nil {
		return err
	}
	a.findConverter(ctx)
	if err = a.findAntivirus(ctx); err != nil {
		return err
	}
	a.build(texts, sender)
	if err = a.joinBus(); err != nil {
		return err
	}
	a.router, err = a.route(texts)
	return err
}

// openFiles opens the bucket that was named, or the data folder. The keys of a bucket are in no flag: a list of processes shows
// those.
func (a *App) openFiles(ctx context.Context) (files.Store, error) {
	dir := filepath.Join(a.options.Data, "files")
	if a.options.Files == "" {
		return opened(files.OpenFolder(dir))
	}
	return opened(files.OpenS3(ctx, a.options.Files, os.Getenv("OSMOSE_FILES_KEY"), os.Getenv("OSMOSE_FILES_SECRET"), dir))
}

// opened keeps a store that could not be opened from standing as one that is there.
func opened[S files.Store](store S, err error) (files.Store, error) {
	if err != nil {
		return nil, err
	}
	return store, nil
}

// findConverter looks for what makes previews of office files. Without it files are downloaded, and pages say why.
func (a *App) findConverter(ctx context.Context) {
	if a.options.Converter != config.On {
		return
	}
	found, err := convert.Find(ctx)
	if err != nil {
		a.options.Log.Warn("no previews of PDF and office files: the converter is absent", "error", err)
		return
	}
	a.converter = found
}

// findAntivirus takes the one that was named. One that is away keeps nothing from starting: files are refused until it answers.
func (a *App) findAntivirus(ctx context.Context) (err error) {
	if a.antivirus, err = clamd.At(a.options.Clamd); err != nil || a.antivirus == nil {
		return err
	}
	if err := a.antivirus.Ping(ctx); err != nil {
		a.options.Log.Warn("the antivirus does not answer: no file is accepted", "error", err)
	}
	return nil
}

func (a *App) sender() (mail.Sender, error) {
	from := mail.Address{Name: a.options.Service, Email: a.options.MailFrom}
	if a.options.SMTP != "" {
		return mail.NewSMTP(mail.SMTPConfig{URL: a.options.SMTP, From: from, Clock: a.Clock})
	}
	folder, err := mail.OpenFolder(filepath.Join(a.options.Data, "mails"), from, a.Clock)
	a.Mails = folder
	return folder, err
}

// build makes the rooms, the lower floors first.
func (a *App) build(bundle *i18n.Bundle, sender mail.Sender) {
	o := a.options
	a.Queue = jobs.New(a.DB, a.Clock, o.Log)
	recorder := events.New(a.Queue)
	a.budgets = budgets.New(a.DB, a.Clock)
	a.Queue.Every("budgets/sweep", time.Hour, func(tx *db.Tx) error {
		_, err := a.budgets.Sweep(tx)
		return err
	})
	a.Accounts = accounts.New(accounts.Deps{
		DB: a.DB, Clock: a.Clock, Queue: a.Queue, Budgets: a.budgets, Files: a.files, Log: o.Log,
		BaseURL: o.BaseURL, Contact: o.Contact, Events: recorder, MostRead: o.MostRead,
	})
	a.Publications = publications.New(a.DB, recorder, []publications.Kind{blog.Kind(), calendar.Kind(), documents.Kind(), discussions.Kind(o.Service), faq.Kind()})
	a.Moderation = moderation.New(a.Publications, recorder)
	written := texts.New(recorder, mentions.New(recorder).Step())
	a.Comments = comments.New(recorder, written)
	a.Index = index.New(a.DB, a.Queue, a.budgets)
	a.Index.Listen(recorder)
	a.Attachments = attachments.New(attachments.Deps{DB: a.DB, Files: a.files, Budgets: a.budgets, Queue: a.Queue, Daily: o.SpaceFiles})
	a.Writing = writing.New(writing.Deps{DB: a.DB, Attachments: a.Attachments, Publications: a.Publications, Index: a.Index, Budgets: a.budgets, MostWritten: o.MostWritten})
	a.Queue.Every("drafts/sweep", time.Hour, drafts.Sweep)
	a.Queue.Every("publications/trash", time.Hour, a.Publications.EmptyTrash)
	a.Blog = blog.New(blog.Deps{
		DB: a.DB, Clock: a.Clock, Events: recorder, Queue: a.Queue, Files: a.files, Budgets: a.budgets, Log: o.Log, Publications: a.Publications,
		Comments: a.Comments, Index: a.Index, Texts: written, Writing: a.Writing, BaseURL: o.BaseURL,
	})
	a.Calendar = calendar.New(calendar.Deps{
		DB: a.DB, Clock: a.Clock, Queue: a.Queue, Publications: a.Publications, Comments: a.Comments, Index: a.Index, Texts: written,
		Writing: a.Writing, BaseURL: o.BaseURL,
	})
	a.Documents = documents.New(documents.Deps{
		DB: a.DB, Clock: a.Clock, Queue: a.Queue, Files: a.files, Accounts: a.Accounts, Budgets: a.budgets, Log: o.Log, Publications: a.Publications,
		Comments: a.Comments, Texts: written, Writing: a.Writing, Index: a.Index, Converter: a.converter, Antivirus: a.antivirus, Quota: o.SpaceQuota * 1_000_000,
	})
	a.Discussions = discussions.New(discussions.Deps{
		DB: a.DB, Clock: a.Clock, Publications: a.Publications, Comments: a.Comments, Index: a.Index, Texts: written, Writing: a.Writing,
		Queue: a.Queue, Name: o.Service, Near: faq.NearAddress,
	})
	a.FAQ = faq.New(faq.Deps{
		DB: a.DB, Clock: a.Clock, Events: recorder, Publications: a.Publications, Comments: a.Comments, Index: a.Index, Texts: written,
		Writing: a.Writing, Ask: discussions.AskAddress,
	})
	a.Spaces = spaces.New(spaces.Deps{
		DB: a.DB, Clock: a.Clock, Events: recorder,
		Rules: Rules(), Settings: slices.Concat(blog.Settings(), calendar.Settings(), documents.Settings(), discussions.Settings(), faq.Settings()), Services: a.services(), Panels: []spaces.Panel{publications.Panel, calendar.Panel},
		Unread: a.Publications.Unread, Founders: []spaces.Founder{a.Discussions.Found},
	})
	a.Pages = pages.New(pages.Deps{
		DB: a.DB, Spaces: a.Spaces, Publications: a.Publications, Comments: a.Comments, Moderation: a.Moderation, Reactions: reactions.New(recorder),
		Writing: a.Writing, BaseURL: o.BaseURL,
	})
	a.Accounts.Answer(accounts.Upstairs{Acquaintances: acquaintances{a.DB, a.Spaces}, Ahead: a.Spaces.Ahead, Header: a.readHeader})
	a.Home = home.New(home.Deps{
		DB: a.DB, Clock: a.Clock, Spaces: a.Spaces, Publications: a.Publications, Coming: a.Calendar, Prompts: []home.Prompt{
			{Label: "discussions.prompt", Segment: "echanges/nouveau", Needs: discussions.MayOpen},
			{Label: "blog.prompt", Segment: "blog/nouveau", Needs: blog.MayWrite},
			{Label: "calendar.prompt", Segment: "calendrier/nouveau", Needs: calendar.MayCreate},
			{Label: "documents.prompt", Segment: "documents/nouveau", Needs: documents.MayDeposit},
			{Label: "faq.prompt", Segment: "faq/nouveau", Needs: faq.MayPropose},
		},
	})
	a.Search = search.New(search.Deps{DB: a.DB, Clock: a.Clock, Spaces: a.Spaces, Publications: a.Publications, Index: a.Index})
	a.Notifications = notifications.New(notifications.Deps{
		DB: a.DB, Clock: a.Clock, Queue: a.Queue, Mail: sender, BaseURL: o.BaseURL, Service: o.Service, Texts: bundle,
		Publications: a.Publications, Log: o.Log, Rang: func(people []ids.ID) { a.Live.Rang(people) },
	})
	a.Notifications.Listen(recorder)
	a.Live = live.New(live.Deps{
		Rights: live.Stored{DB: a.DB, Clock: a.Clock, Accounts: a.Accounts, Members: a.Spaces, Bell: a.Notifications.Unread},
		Bus:    a.bus, Log: o.Log, Opened: a.Notifications.Opened, BellText: bellText, MostPages: o.LivePages,
	})
	a.Live.Listen(recorder)
	a.Publications.OnOpened(a.Notifications.Opened)
	a.Admin = admin.New(admin.Deps{DB: a.DB, Clock: a.Clock, Contact: o.Contact})
}

// services is the menu of a space: the six services in their order (S66), those that exist, then what is beside them.
func (a *App) services() []spaces.Service {
	moderated := moderation.Service
	moderated.Waiting = a.Moderation.Waiting
	return []spaces.Service{
		home.Service, blog.Service(), calendar.Service(), documents.Service(), discussions.Service(), faq.Service(),
		spaces.MembersService, moderated, spaces.SettingsService,
	}
}

// Handler serves every address.
func (a *App) Handler() http.Handler { return a.router.Handler() }

// Patterns lists every registered address, for the test that knocks at all of them.
func (a *App) Patterns() []string { return a.router.Patterns() }

// Run does the work behind the pages until ctx is done: jobs, and the readers' marks.
func (a *App) Run(ctx context.Context) error {
	var group sync.WaitGroup
	group.Go(func() { marks.Run(ctx, a.options.Log, a.marks()...) })
	group.Go(func() { a.Live.Run(ctx) })
	err := a.Queue.Run(ctx)
	group.Wait()
	return err
}

func (a *App) marks() []*marks.Marks {
	return []*marks.Marks{a.Accounts.Marks(), a.Spaces.Marks(), a.Spaces.FeedMarks(), a.Notifications.Marks()}
}

// FlushMarks writes the readers' marks that wait.
func (a *App) FlushMarks(ctx context.Context) error {
	var errs []error
	for _, kind := range a.marks() {
		errs = append(errs, kind.Flush(ctx))
	}
	return errors.Join(errs...)
}

// Close closes what Open opened.
func (a *App) Close() error {
	var errs []error
	if a.bus != nil {
		errs = append(errs, a.bus.Close())
	}
	if a.Mails != nil {
		errs = append(errs, a.Mails.Close())
	}
	if a.files != nil {
		errs = append(errs, a.files.Close())
	}
	if a.DB != nil {
		errs = append(errs, a.DB.Close())
	}
	return errors.Join(errs...)
}
