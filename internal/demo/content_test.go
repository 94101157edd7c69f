package demo

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func world(t *testing.T) World {
	t.Helper()
	world, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return world
}

func (w World) space(t *testing.T, key string) Space {
	t.Helper()
	for _, space := range w.Spaces {
		if space.Key == key {
			return space
		}
	}
	t.Fatalf("no space %q", key)
	return Space{}
}

func (w World) person(email string) (Person, bool) {
	at := slices.IndexFunc(w.People, func(p Person) bool { return p.Email == email })
	if at < 0 {
		return Person{}, false
	}
	return w.People[at], true
}

// role is empty for those who are not members.
func (s Space) role(email string) string {
	for _, member := range s.Members {
		if member.Email == email {
			return member.Role
		}
	}
	return ""
}

func (s Space) mayWrite(email string) bool {
	return slices.Contains([]string{"contributor", "animator"}, s.role(email))
}

func TestUnknownKeysAreRefused(t *testing.T) {
	var into struct {
		Networks []Network `toml:"networks"`
	}
	if err := decode(peopleFile, &into); err == nil {
		t.Error("people.toml was read as networks")
	}
}

// The people of the README, with every space where each of them is and the role there.
func TestTheNamedPeopleAreWhereTheStoryPutsThem(t *testing.T) {
	const an, publics, ads = "archivage-numerique", "publics", "demat-ads"
	const entraide, messaging = "communaute-d-entraide", "groupe-messagerie"
	named := map[string]map[string]string{
		"nadia.rousseau@osmose.example":   {},
		"helene.marchand@culture.example": {an: "animator", messaging: "animator", entraide: "contributor"},
		"karim.benali@herault.example":    {an: "contributor", publics: "contributor", entraide: "contributor"},
		"sophie.legoff@finistere.example": {an: "reader", entraide: "contributor"},
		"marc.petit@urbanisme.example":    {ads: "animator", entraide: "contributor"},
		"lea.fontaine@urbanisme.example":  {ads: "contributor", entraide: "contributor"},
		"paul.lefevre@transports.example": {ads: "contributor"},
		"claire.morel@culture.example":    {},
		"yves.garnier@gironde.example":    {entraide: "contributor"},
		"ines.robert@culture.example":     {an: "contributor"},
	}
	world := world(t)
	for email, roles := range named {
		if _, ok := world.person(email); !ok {
			t.Errorf("%s is missing", email)
		}
		for _, space := range world.Spaces {
			if got := space.role(email); got != roles[space.Key] {
				t.Errorf("%s in %s: role %q, want %q", email, space.Key, got, roles[space.Key])
			}
		}
	}
	for _, person := range world.People {
		if person.PlatformAdmin != (person.Email == "nadia.rousseau@osmose.example") {
			t.Errorf("%s: platform administrator %t", person.Email, person.PlatformAdmin)
		}
		if person.Blocked != (person.Email == "ines.robert@culture.example") {
			t.Errorf("%s: blocked %t", person.Email, person.Blocked)
		}
	}
	for _, network := range world.Networks {
		if network.Key == "siaf" && !slices.Equal(network.Admins, []string{"helene.marchand@culture.example", "claire.morel@culture.example"}) {
			t.Errorf("administrators of the SIAF network: %v", network.Admins)
		}
	}
	if removed := world.space(t, an).Removed; !slices.Equal(removed, []string{"yves.garnier@gironde.example"}) {
		t.Errorf("removed from %s: %v", an, removed)
	}
}

func TestTheSpacesOfTheSourcesExist(t *testing.T) {
	world := world(t)
	for _, title := range []string{
		"Archivage numérique", "Stratégies et politiques de collecte", "Gestion des archives courantes et intermédiaires",
		"Contrôle scientifique et technique", "Conservation/restauration", "Publics", "Séminaire des Archives de France", "Démat.ADS",
	} {
		at := slices.IndexFunc(world.Spaces, func(s Space) bool { return s.Title == title })
		if at < 0 {
			t.Errorf("no space « %s »", title)
			continue
		}
		space, network, opener := world.Spaces[at], "siaf", "contributors"
		if title == "Démat.ADS" {
			network, opener = "dematads", "animators"
		}
		if space.Policy != "secret" || space.Network != network || space.OpenedBy != opener {
			t.Errorf("« %s »: %s, %s, opened by %s", title, space.Policy, space.Network, space.OpenedBy)
		}
	}
	has := func(what string, test func(Space) bool) {
		if !slices.ContainsFunc(world.Spaces, test) {
			t.Errorf("no %s", what)
		}
	}
	has("open space", func(s Space) bool { return s.Policy == "open" })
	has("space on request with a request", func(s Space) bool { return s.Policy == "on_request" && len(s.Requests) > 0 })
	has("region", func(s Space) bool { return s.Kind == "region" && s.Parent == "archivage-numerique" })
	has("working group", func(s Space) bool { return s.Kind == "working_group" && s.Parent != "" })
}

// Everybody is in the community of mutual help but the blocked, and the three whom the story keeps out of it.
func TestTheCommunityOfMutualHelpHoldsEverybodyElse(t *testing.T) {
	out := []string{"nadia.rousseau@osmose.example", "claire.morel@culture.example", "paul.lefevre@transports.example"}
	world := world(t)
	community := world.space(t, "communaute-d-entraide")
	for _, person := range world.People {
		want := !person.Blocked && !slices.Contains(out, person.Email)
		if got := community.role(person.Email) != ""; got != want {
			t.Errorf("%s is a member: %t, want %t", person.Email, got, want)
		}
	}
}

var address = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+@[a-z0-9-]+\.example$`)

func TestPeopleAndNetworks(t *testing.T) {
	world := world(t)
	seen := map[string]bool{}
	for _, p := range world.People {
		if seen[p.Email] || !address.MatchString(p.Email) {
			t.Errorf("address %q", p.Email)
		}
		seen[p.Email] = true
		if p.Given == "" || p.Family == "" || p.Organisation == "" || p.Service == "" || p.Function == "" {
			t.Errorf("%s: profile not complete", p.Email)
		}
	}
	for _, n := range world.Networks {
		if n.Name == "" || n.Title == "" || n.Description == "" || !strings.HasSuffix(n.Mailbox, ".example") || len(n.Admins) == 0 {
			t.Errorf("network %q not complete", n.Key)
		}
		for _, email := range n.Admins {
			if !seen[email] {
				t.Errorf("network %q: no person %s", n.Key, email)
			}
		}
	}
}

func TestSpacesHoldTogether(t *testing.T) {
	world := world(t)
	before := map[string]Space{}
	for _, space := range world.Spaces {
		t.Run(space.Key, func(t *testing.T) {
			if _, twice := before[space.Key]; twice {
				t.Error("key used twice")
			}
			if !slices.ContainsFunc(world.Networks, func(n Network) bool { return n.Key == space.Network }) {
				t.Errorf("no network %q", space.Network)
			}
			oneOf(t, "kind", space.Kind, "community", "working_group", "region")
			oneOf(t, "policy", space.Policy, "open", "on_request", "secret")
			oneOf(t, "opened_by", space.OpenedBy, "contributors", "animators")
			if space.Title == "" || space.Description == "" || space.Welcome == "" {
				t.Error("title, description or welcome is missing")
			}
			if len(space.Requests) > 0 && space.Policy != "on_request" {
				t.Error("requests in a space that takes none")
			}
			checkPeopleOf(t, world, space)
			if space.Parent == "" {
				return
			}
			parent, known := before[space.Parent]
			if !known {
				t.Fatalf("the parent %q does not come before", space.Parent)
			}
			for _, member := range space.Members {
				if parent.role(member.Email) == "" {
					t.Errorf("%s is not a member of the parent", member.Email)
				}
			}
		})
		before[space.Key] = space
	}
}

func checkPeopleOf(t *testing.T, world World, space Space) {
	t.Helper()
	seen := map[string]bool{}
	once := func(email string) {
		if _, ok := world.person(email); !ok || seen[email] {
			t.Errorf("%s is unknown, or stands twice among members, former members and requests", email)
		}
		seen[email] = true
	}
	for _, member := range space.Members {
		once(member.Email)
		oneOf(t, "role", member.Role, "reader", "contributor", "animator")
	}
	for _, email := range space.Removed {
		once(email)
	}
	for _, request := range space.Requests {
		once(request.Email)
	}
	if !slices.ContainsFunc(space.Members, func(m Member) bool { return m.Role == "animator" }) {
		t.Error("no animator")
	}
}

func oneOf(t *testing.T, what, got string, allowed ...string) {
	t.Helper()
	if !slices.Contains(allowed, got) {
		t.Errorf("%s %q is none of %v", what, got, allowed)
	}
}
