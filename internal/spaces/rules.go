package spaces

// Action is something that a member does in a space, named « room.verb ».
type Action string

// Rule says who may do an action: the roles from the least one up, unless a condition narrows it. Each room hands in
// its table; docs/rules.md is printed from all of them.
type Rule struct {
	Action Action
	// Label is the text key that says the action in a sentence.
	Label string
	// From is the least role that may.
	From Role
	// Narrowed, if set, raises the least role for some spaces.
	Narrowed func(Member) Role
	// Why explains the condition, or where the rule comes from.
	Why string
}

// May says whether the rules let this member do an action. An action without a rule is refused to all.
func (m Member) May(action Action) bool {
	if m.room == nil {
		return false
	}
	rule, known := m.room.rules[action]
	if !known {
		return false
	}
	least := rule.From
	if rule.Narrowed != nil {
		if narrowed := rule.Narrowed(m); narrowed.Includes(least) {
			least = narrowed
		}
	}
	return m.role.Includes(least)
}

// Rules returns the whole table, for the test that prints it.
func (r *Room) Rules() map[Action]Rule { return r.rules }

// The actions of this room.
const (
	ManageMembers Action = "spaces.manage_members"
	Configure     Action = "spaces.configure"
	SeeMembers    Action = "spaces.see_members"
)

// Rules are this room's lines of the table.
func Rules() []Rule {
	return []Rule{
		{Action: SeeMembers, Label: "spaces.rule.see_members", From: Reader, Why: "S26: the directory of a space is open to its members."},
		{Action: ManageMembers, Label: "spaces.rule.manage_members", From: Animator, Why: "S4, S10: the animator invites, approves, changes roles, removes."},
		{Action: Configure, Label: "spaces.rule.configure", From: Animator, Why: "S11, S49: title, description, welcome and settings are the animator's."},
	}
}
