package dependency

import (
	"strconv"

	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// around is the usual range of a version: from it on, below the next major one.
func around(v requirement.Version) string { return ">=" + v.Public().String() + "," + below(v) }

// below is the clause that ends before the next major version.
func below(v requirement.Version) string {
	s := "<"
	if v.Epoch > 0 {
		s += strconv.FormatUint(v.Epoch, 10) + "!"
	}
	return s + strconv.FormatUint(v.Segment(0)+1, 10)
}

// after is the place for clauses behind a name without any.
func after(l line) text.Span {
	end := l.NameSpan.End
	if !l.ExtrasSpan.IsEmpty() {
		end = l.ExtrasSpan.End
	}
	return text.Span{Start: end, End: end}
}

// lowest is the highest version among the lower bounds.
func lowest(s requirement.Specifiers) (requirement.Version, bool) {
	var low requirement.Version
	for _, c := range s {
		switch c.Op {
		case requirement.GreaterEqual, requirement.Greater, requirement.Compatible, requirement.Equal, requirement.Arbitrary:
			if c.Version.IsValid() && (!low.IsValid() || c.Version.Compare(low) > 0) {
				low = c.Version
			}
		}
	}
	return low, low.IsValid()
}

// next is the minor version behind a version like 3.12.
func next(v requirement.Version) string {
	return strconv.FormatUint(v.Segment(0), 10) + "." + strconv.FormatUint(v.Segment(1)+1, 10)
}
