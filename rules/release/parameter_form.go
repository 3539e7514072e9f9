package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed parameter_form.txtar
var parameterFormExamples string

// ParameterForm reports parameters with another form, or with several values instead of one.
var ParameterForm = &lint.Rule{
	ID: "release/parameter-form", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a parameter is now filled by another hand: the model, or the user",
	Why:      "`form: llm` means that the model or the workflow fills the parameter in each time, `form: form` that a person does once. After a change, existing nodes have the value in the wrong place. The same is true for `multiple: true`: the source gets a list instead of one value.",
	Sources:  sources,
	Examples: parameterFormExamples,
	Options:  options(release.ParameterForm),
	Run:      told,
}
