package declaration

import "testing"

// What werkzeug 3.1 takes and refuses, measured by adding each path to a map.
func TestMalformed(t *testing.T) {
	for path, refused := range map[string]bool{
		"/a": false, "//a": false, "/ b": false, "/a/x>": false, "/a/<x>>": false, "/<a>|<b>": false, "/a/<b>?q=1": false,
		"/a/<default:x>": false, "/a/<self>": false, "/a/<class>": false, "/a/<id>/<id>": true, "/a/<None>": true,
		"/a/<any(1,2):x>": false, "/a/<any():x>": false, "/a/<any(a=1):x>": true, "/a/<any(a,,b):x>": true, "/a/<any(é):x>": false,
		"/a/<int(foo=1):x>": true, "/a/<int(1):x>": false, "/a/<int(1,2,3,True):x>": false, "/a/<int(signed=True):x>": false,
		"/a/<float(fixed_digits=2):x>": true, "/a/<float(1.0,2.0,True):x>": false, "/a/<float(1.0,2.0,True,4):x>": true,
		"/a/<path(3,z=4):x>": false, "/a/<uuid(z=1):x>": false, "/a/<str:x>": true,
		"/a/<string(length=x):y>": true, "/a/<string(1,2,3):y>": true, "/a/<string(a b):y>": true, "/a/<int(min=):x>": false, "/a/<int(min=,1):x>": true, "/a/<string(length=1.5):y>": false,
		"/a/<string(minlength=1,minlength=2):x>": false, "/a/<string(1,minlength=2):x>": true,
		"/a/<string( length = 2 ):y>": false, "/a/<string(length=None):y>": false,
		"/a/<id": true, "/a/<>": true, "/a/<1a>": true, "/a/<item-id>": true, "/a/<uid:id>": true,
	} {
		if why := malformed(path); (why.Format != "") != refused {
			t.Errorf("%s: %q", path, why)
		}
	}
}
