package pydata

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed wheels.txt
var wheelsText string

// Wheels says from which version on a distribution with compiled parts can be
// installed without a build where plugins run.
type Wheels struct {
	// Oldest is the oldest version with a wheel, empty where there is none.
	Oldest string
	// Source: what has no wheel has an archive to build from.
	Source bool
	// Needs is whose headers a build needs and the daemon's image lacks, empty
	// where that is not known.
	Needs string
	// Instead is the requirement that takes its place; it may be empty.
	Instead string
}

var wheels = sync.OnceValue(func() map[string]Wheels {
	m := map[string]Wheels{}
	rows(wheelsText, func(f []string) {
		w := Wheels{Oldest: strings.TrimPrefix(f[1], "-"), Source: f[2] == "source"}
		if len(f) > 3 {
			w.Needs = f[3]
		}
		if len(f) > 4 {
			w.Instead = f[4]
		}
		m[f[0]] = w
	})
	return m
})

// WheelsOf is what is known of a distribution's wheels; ok is false for all that
// install without a build. The name is normalised; NAME[EXTRA] asks for what an
// extra brings in.
func WheelsOf(name string) (w Wheels, ok bool) {
	w, ok = wheels()[name]
	return w, ok
}
