package schema

// Scalars as PyYAML's SafeLoader reads them, which is what the SDK uses: its
// implicit resolver and its constructors (YAML 1.1), written anew and held
// against vectors made by running it (testdata/pyyaml).

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// pyError says why PyYAML refuses a scalar, as a message format whose one
// argument is the scalar's text.
type pyError string

const (
	pyBadDate    pyError = "%q looks like a date, but there is no such date or time; put it in quotes if it is text"
	pyBadNumber  pyError = "%q looks like a number, but Python cannot read it; put it in quotes if it is text"
	pyBadBool    pyError = "%q is tagged as a boolean but is neither true nor false"
	pyBadBinary  pyError = "%q is tagged as binary, but is not base64"
	pyNoValue    pyError = "%s without quotes is a special value of YAML 1.1, which the SDK's YAML reader refuses; put it in quotes"
	pyBadMerge   pyError = "%s cannot be merged with <<: only mappings can"
	pyBadKey     pyError = "a key is %s; the SDK's YAML reader accepts only simple values as keys"
	pyUnknownTag pyError = "the SDK's YAML reader does not know the tag %s"
)

// notFinite stands for .inf and .nan: a number, larger than any limit, and not
// a whole one, which is all that a model asks of it.
var notFinite = json.Number(strings.Repeat("9", 400) + ".5")

var (
	pyFloat = text.Regexp(`^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`)
	pyInt   = text.Regexp(`^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$`)
	pyDate  = text.Regexp(`^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$`)
	pyParts = text.Regexp(`^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]*)?(?:[ \t]*(?:Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?)?$`)
)

// pyScalar is the value of a scalar as an instance has it.
func pyScalar(n *yaml.Node) (any, pyError) {
	if !n.Tagged || n.Tag == "!" {
		if n.Style != yaml.Plain || n.Tagged {
			return n.Value, ""
		}
		return pyPlain(n.Value)
	}
	switch n.Tag {
	case "!!str":
		return n.Value, ""
	case "!!null":
		return nil, ""
	case "!!bool":
		switch strings.ToLower(n.Value) {
		case "yes", "true", "on":
			return true, ""
		case "no", "false", "off":
			return false, ""
		}
		return nil, pyBadBool
	case "!!int":
		return pyIntValue(n.Value)
	case "!!float":
		return pyFloatValue(n.Value)
	case "!!timestamp":
		return pyDateValue(n.Value)
	case "!!binary":
		return pyBinary(n.Value)
	}
	return nil, pyUnknownTag
}

// IsText reports whether the SDK's YAML reader makes text of a node: 1e30 is text
// for it, a number for the daemon's.
func IsText(n *yaml.Node) bool {
	if n == nil || n.Kind != yaml.Scalar {
		return false
	}
	v, _ := pyScalar(n)
	_, ok := v.(string)
	return ok
}

// isPyText reports whether a scalar is seen to be text at a glance, as nearly all
// keys are. One for which it is false may be text, too.
func isPyText(n *yaml.Node) bool {
	if n.Tagged || n.Value == "" {
		return false
	}
	if n.Style != yaml.Plain {
		return true
	}
	c := n.Value[0] | 0x20
	return c >= 'a' && c <= 'z' && (len(n.Value) > len("false") || strings.IndexByte("ytfon", c) < 0)
}

func pyPlain(v string) (any, pyError) {
	if v == "" {
		return nil, ""
	}
	switch c := v[0]; {
	case c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.':
		if strings.IndexByte(v, '.') >= 0 && pyFloat().MatchString(v) {
			return pyFloatValue(v)
		}
		if c == '.' {
			return v, ""
		}
		if pyInt().MatchString(v) {
			return pyIntValue(v)
		}
		if c >= '0' && c <= '9' && pyDate().MatchString(v) {
			return pyDateValue(v)
		}
	case strings.IndexByte("yYnNtTfFoO", c) >= 0:
		switch v {
		case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON":
			return true, ""
		case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF":
			return false, ""
		case "null", "Null", "NULL":
			return nil, ""
		}
	case v == "~":
		return nil, ""
	case v == "=" || v == "<<":
		return nil, pyNoValue
	}
	return v, ""
}

// maxDigits is the longest decimal number that Python 3.11 and later turns
// into an int (sys.int_info.default_max_str_digits).
const maxDigits = 4300

func pyIntValue(v string) (any, pyError) {
	negative, digits := signed(strings.ReplaceAll(v, "_", ""))
	switch {
	case digits == "":
		return nil, pyBadNumber
	case strings.HasPrefix(digits, "0b"):
		return pyInteger(negative, digits[2:], 2)
	case strings.HasPrefix(digits, "0x"):
		return pyInteger(negative, digits[2:], 16)
	case digits[0] == '0':
		return pyInteger(negative, strings.TrimPrefix(digits, "0o"), 8)
	case strings.Contains(digits, ":"):
		total := new(big.Int)
		parts := strings.Split(digits, ":")
		if len(digits) > maxDigits {
			return nil, pyBadNumber
		}
		for _, p := range parts {
			d, ok := new(big.Int).SetString(p, 10)
			if !ok {
				return nil, pyBadNumber
			}
			total.Add(total.Mul(total, big.NewInt(60)), d)
		}
		return number(negative, total), ""
	}
	if len(digits) > maxDigits {
		return nil, pyBadNumber
	}
	return pyInteger(negative, digits, 10)
}

// pyInteger is Python's int of digits, which may have a sign of their own.
func pyInteger(negative bool, digits string, radix int) (any, pyError) {
	if len(digits) > 4*maxDigits {
		return notFinite, "" // a number beyond any limit; how large does not matter
	}
	b, ok := new(big.Int).SetString(digits, radix)
	if !ok {
		return nil, pyBadNumber
	}
	return number(negative, b), ""
}

// exact bounds the whole numbers that a float holds, too.
var exact = big.NewInt(1 << 53)

func number(negative bool, b *big.Int) any {
	if negative {
		b.Neg(b)
	}
	if b.CmpAbs(exact) <= 0 {
		return int(b.Int64())
	}
	return json.Number(b.String())
}

// signed takes the sign off a number.
func signed(v string) (negative bool, rest string) {
	if rest, negative = strings.CutPrefix(v, "-"); !negative {
		rest = strings.TrimPrefix(rest, "+")
	}
	return negative, rest
}

func pyFloatValue(v string) (any, pyError) {
	negative, v := signed(strings.ToLower(strings.ReplaceAll(v, "_", "")))
	f := 0.0
	switch {
	case v == ".inf" || v == ".nan":
		f = math.Inf(1)
	case strings.Contains(v, ":"):
		for _, p := range strings.Split(v, ":") {
			d, ok := pythonFloat(p)
			if !ok {
				return nil, pyBadNumber
			}
			f = f*60 + d
		}
	default:
		d, ok := pythonFloat(v)
		if !ok {
			return nil, pyBadNumber
		}
		f = d
	}
	if negative {
		f = -f
	}
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return notFinite, ""
	}
	return f, ""
}

// pythonFloat is Python's float() of a lower-case text without a sign.
func pythonFloat(v string) (float64, bool) {
	v = strings.TrimSpace(v)
	if strings.Contains(v, "x") { // which Go reads
		return 0, false
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil && !math.IsInf(f, 0) {
		return 0, false
	}
	return f, true
}

func pyDateValue(v string) (any, pyError) {
	m := pyParts().FindStringSubmatch(v)
	if m == nil {
		return nil, pyBadDate
	}
	at := func(i int) int { n, _ := strconv.Atoi(m[i]); return n } // 0 where it is not there
	year, month, day := at(1), at(2), at(3)
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < 1 || int(t.Month()) != month || t.Day() != day || at(4) > 23 || at(5) > 59 || at(6) > 59 || at(8)*60+at(9) >= 24*60 {
		return nil, pyBadDate
	}
	return map[string]any{dateKey: v}, ""
}

func pyBinary(v string) (any, pyError) {
	clean := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '+' || r == '/' || r == '=' {
			return r
		}
		if r >= utf8.RuneSelf {
			return r
		}
		return -1 // Python's decoder passes over what is not base64
	}, v)
	data, err := base64.StdEncoding.DecodeString(clean)
	if err != nil {
		return nil, pyBadBinary
	}
	if utf8.Valid(data) {
		return string(data), "" // the models take bytes for text
	}
	return map[string]any{binaryKey: true}, ""
}
