package schema

// Scalars as yaml.v3 reads them into the fields of Go structs (resolve.go and
// decode.go of that module).

import (
	"encoding/base64"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// badTag says why an explicit tag cannot be met, as a format of tag and text.
func badTag(n *yaml.Node) bool {
	if !n.Tagged {
		return false
	}
	ok := true
	switch n.Tag {
	case "!!bool":
		_, ok = goBoolWord(n.Value)
	case "!!int":
		_, _, ok = goInt(n.Value)
	case "!!float":
		_, large, _ := goInt(n.Value)
		_, ok = goNumberText(n.Value)
		ok = ok && large == 0
	case "!!null":
		ok = slices.Contains([]string{"", "~", "null", "Null", "NULL"}, n.Value)
	case "!!timestamp":
		ok = goTimestamp(n.Value)
	case "!!binary":
		_, ok = goBinary(n.Value)
	}
	return !ok
}

func goBinary(v string) (string, bool) {
	data, err := base64.StdEncoding.DecodeString(v)
	return string(data), err == nil
}

func goBoolWord(v string) (bool, bool) {
	switch v {
	case "true", "True", "TRUE":
		return true, true
	case "false", "False", "FALSE":
		return false, true
	}
	return false, false
}

// goBool is a bool field: true and false without quotes, and the other words
// of YAML 1.1 with or without.
func goBool(n *yaml.Node) (bool, bool) {
	if n.Kind != yaml.Scalar {
		return false, false
	}
	switch n.Tag {
	case "!!bool":
		return goBoolWord(n.Value)
	case "!!int", "!!float", "!!null", "!!timestamp":
		return false, false
	}
	switch n.Value {
	case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON":
		return true, true
	case "n", "N", "no", "No", "NO", "off", "Off", "OFF":
		return false, true
	}
	return false, false
}

// Number is the value of a number without quotes, as the daemon reads it: 0x10,
// 0o17, 017 and 1_000 too. It reports whether the node is one.
func Number(n *yaml.Node) (float64, bool) {
	if n = n.Resolve(); n == nil {
		return 0, false
	}
	return goNumber(n)
}

// goNumber is the value of a scalar that yaml.v3 resolves to a number.
func goNumber(n *yaml.Node) (float64, bool) {
	if n.Kind != yaml.Scalar || n.Tag != "!!int" && n.Tag != "!!float" {
		return 0, false
	}
	return goNumberText(n.Value)
}

var goFloat = text.Regexp(`^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$`)

// goInt is a whole number as yaml.v3 resolves it, and that number where only a
// uint64 holds it.
func goInt(v string) (i int64, large uint64, ok bool) {
	plain := strings.ReplaceAll(v, "_", "")
	i, err := strconv.ParseInt(plain, 0, 64)
	if err == nil {
		return i, 0, true
	}
	if large, err = strconv.ParseUint(plain, 0, 64); err == nil {
		return 0, large, true
	}
	for prefix, radix := range map[string]int{"0b": 2, "0o": 8} { // with a sign behind it
		if digits, is := strings.CutPrefix(plain, prefix); is {
			i, err = strconv.ParseInt(digits, radix, 64)
		}
	}
	return i, 0, err == nil
}

func goNumberText(v string) (float64, bool) {
	switch v {
	case ".nan", ".NaN", ".NAN":
		return math.NaN(), true
	case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF":
		return math.Inf(1), true
	case "-.inf", "-.Inf", "-.INF":
		return math.Inf(-1), true
	}
	if i, large, ok := goInt(v); ok {
		return float64(i) + float64(large), true
	}
	if !strings.HasPrefix(v, ".") {
		v = strings.ReplaceAll(v, "_", "")
	}
	if !goFloat().MatchString(v) {
		return 0, false
	}
	f, err := strconv.ParseFloat(v, 64)
	return f, err == nil
}

// goFits reports whether a number can be set in a field. A number with a point, or
// with the tag of one, is cut off at the point where the field is a whole number,
// and then only checked against the upper limit.
func goFits(n *yaml.Node, kind string) bool {
	if kind == "float64" {
		return true
	}
	if i, large, ok := goInt(n.Value); ok && n.Tag != "!!float" {
		if kind == "uint64" {
			return i >= 0
		}
		return large == 0
	}
	f, ok := goNumberText(n.Value)
	if kind == "uint64" {
		return ok && f <= math.MaxUint64
	}
	return ok && f <= math.MaxInt64
}

// goTimestamp is yaml.v3's own reading of a date without quotes.
func goTimestamp(v string) bool {
	if len(v) < 6 || v[4] != '-' {
		return false
	}
	for i := range 4 {
		if v[i] < '0' || v[i] > '9' {
			return false
		}
	}
	for _, format := range []string{"2006-1-2T15:4:5.999999999Z07:00", "2006-1-2t15:4:5.999999999Z07:00", "2006-1-2 15:4:5.999999999", "2006-1-2"} {
		if _, err := time.Parse(format, v); err == nil {
			return true
		}
	}
	return false
}

func goTime(n *yaml.Node) bool {
	if n.Kind != yaml.Scalar {
		return false
	}
	var t time.Time
	return n.Tag == "!!timestamp" && goTimestamp(n.Value) || t.UnmarshalText([]byte(n.Value)) == nil
}

// goDecimal is shopspring/decimal's NewFromString.
func goDecimal(v string) bool {
	exp := int64(0)
	if i := strings.IndexAny(v, "Ee"); i >= 0 {
		e, err := strconv.ParseInt(v[i+1:], 10, 32)
		if err != nil {
			return false
		}
		v, exp = v[:i], e
	}
	whole, fraction, _ := strings.Cut(v, ".")
	if strings.Contains(fraction, ".") {
		return false
	}
	exp -= int64(len(fraction))
	digits := whole + fraction
	if len(digits) <= 18 {
		if _, err := strconv.ParseInt(digits, 10, 64); err != nil {
			return false
		}
	} else if len(digits) > 100_000 {
		return false // beyond any price; and big numbers are slow to read
	} else if _, ok := new(big.Int).SetString(digits, 10); !ok {
		return false
	}
	return exp >= math.MinInt32 && exp <= math.MaxInt32
}
