package kit

import _ "embed"

// composeFile is the file that an example of an installation is given where it
// shows none.
const composeFile = "docker-compose.yaml"

//go:embed compose/list.yaml
var composeList string

//go:embed compose/env_file.yaml
var composeEnvFile string

// composes are compose files in the two ways in which Dify's own have handed names on:
// as a list of names (to 1.13), and as a whole .env (from 1.14).
var composes = map[string]string{"list": composeList, "env_file": composeEnvFile}
