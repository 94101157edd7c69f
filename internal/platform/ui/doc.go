// Package ui is the component kit: the whole document (Layout), the frame of a space, and every part that pages are made
// of. It knows nothing of Osmose's rooms: plain data in, templ.Component out.
//
// # How to use it
//
// A component is a struct that is itself a templ.Component, so a view writes
//
//	@ui.Button{Label: i18n.T(ctx, "discussions.publish"), Icon: "send-plane-line"}
//	@ui.SideBlock{Title: i18n.T(ctx, "calendar.next")}.Around() { …content… }
//
// (Around is for those with children: Form, Dialog, Filters, Section, SideBlock, Sheet), and a struct that holds a templ.Component accepts any of them (Empty.Action, FeedItem.Badges…). Components receive
// translated texts and ready addresses; the few words of their own (« Afficher plus », « Fermer ») come from
// texts.<lang>.toml here. The real pages of the gallery (Gallery) show each of them with invented data.
//
// Document: Layout(Chrome, body), SpaceFrame(Frame, body), WithIcons, PageTitle, Title, Sheet, Section, SideBlock, SideLinks, Breadcrumb.
// Actions: Button, LinkButton, Menu (of Action), Dialog, DialogButton, Pills, More, Pagination.
// Forms: Form, Field, TextArea, Select, Radios, Checkbox, FileField, Keywords, PersonField, Instant, Composer, Filters, FormActions,
// ErrorSummary.
// Messages: Alert, Empty, Toasts, Badge, Tag, CounterBadge.
// People: Avatar, Byline, PersonCard. Content: Time, Prose, Feed and FeedItem, Prompt, List and ListItem, Message,
// Reactions, SpaceCard, Table, Facts, DateItem.
//
// # What a component is made of
//
// Files of one name stand together: x.templ holds the data type, the markup and the example shown in the gallery; x.css
// its style; x.js its script, if any. Styles use the design system's tokens only (--text-default-grey…), so both themes
// and an operator's official package colour them. Markup that the design system knows carries its fr-* classes; ours
// are os-*.
//
// # What it must never do
//
// No style attribute, no inline script or handler (the content security policy forbids them), no innerHTML (Trusted
// Types forbid it), no text that only a colour tells, no component that needs JavaScript to be used.
package ui
