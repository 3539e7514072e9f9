package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// SDKOld reports an SDK that the marketplace does not take any more.
var SDKOld = &lint.Rule{
	ID: "dependency/sdk-old", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title: "dify_plugin may be older than the marketplace's limit",
	Why: "The marketplace's checks want the SDK to be asked for from a version on, 0.9.0 since June 2026 (\"dify_plugin dependency " +
		"must be >= 0.9.0\"), 0.5.0 before. They compare the number behind the first `>=` or `==` and nothing else: " +
		"`~=0.9.0` and `>=0.9` say the same and are refused, which is a warning here. The limit goes by the day of the run, " +
		"or by the configuration's review date. The fix raises what goes with the old SDK alone, too; it is not offered where that " +
		"takes another major version of a package.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/dependencies.py", "dify-plugins: .github/workflows/pre-check-plugin.yaml"},
	Run: func(p *lint.Pass) {
		profile := market.ProfileOf(p.Plugin, p.Profile())
		floor, ok := floorOn(reviewDay(p))
		if profile == market.Private || !ok {
			p.TurnOff()
			return
		}
		old := requirement.Between(requirement.Version{}, floor)
		for _, l := range linesOf.Of(p.Plugin) {
			if !l.Valid() || l.Key() != sdkName || len(l.Specifiers) == 0 || l.role == limit || l.role == build {
				continue
			}
			found := lint.Finding{Place: l.at(l.SpecifiersSpan)}
			switch {
			case l.Specifiers.Set().Overlaps(old):
				if passesCheck(l.Text, floor) {
					continue
				}
				found.Message = lint.Msg("the marketplace requires SDK %s or newer, but %s allows older ones", floor.String(), short(l.Specifiers.String()))
				if l.Specifiers.Set().Subset(old) {
					found.Message = lint.Msg("the marketplace requires SDK %s or newer, but %s is older", floor.String(), short(l.Specifiers.String()))
				}
			case passesCheck(l.Text, floor):
				continue
			default:
				found.Severity = lint.Warning
				found.Message = lint.Msg("the marketplace's check looks only at the first >= or == and does not understand %s; write >=%s",
					short(l.Specifiers.String()), floor.String())
			}
			if profile == market.Official {
				found.Severity = lint.Warning
			}
			write := ">=" + floor.String() + "," + below(floor)
			if more, ok := raised(p, l.entry == nil, write); ok {
				found.Fixes = lint.UnsafeFix(lint.Msg("Write %s", write), append(text.ReplaceText(l.file, l.SpecifiersSpan, write), more...))
			}
			p.Report(found)
		}
	},
}
