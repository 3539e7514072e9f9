package pydata

import "testing"

func TestWheelsOf(t *testing.T) {
	for name, want := range map[string]Wheels{
		"numpy":      {Oldest: "1.26.0", Source: true},
		"torch":      {Oldest: "2.2.0"},
		"psycopg2":   {Source: true, Needs: "PostgreSQL", Instead: "psycopg2-binary"},
		"psycopg[c]": {Source: true, Needs: "PostgreSQL", Instead: "psycopg[binary]"},
		"gdal":       {Source: true, Needs: "GDAL"},
	} {
		if got, ok := WheelsOf(name); !ok || got != want {
			t.Errorf("%s: %+v %v, not %+v", name, got, ok, want)
		}
	}
	// The daemon's image has what these need.
	for _, name := range []string{"pycairo", "psycopg", "opencv-python", "weasyprint", "requests"} {
		if got, ok := WheelsOf(name); ok {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
