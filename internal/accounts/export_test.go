package accounts

// TakeArgonSlots keeps every core busy until release.
func TakeArgonSlots() (release func()) {
	for range cap(argonSlots) {
		argonSlots <- struct{}{}
	}
	return func() {
		for range cap(argonSlots) {
			<-argonSlots
		}
	}
}
