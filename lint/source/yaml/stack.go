//go:build !js

package yaml

import yaml4 "go.yaml.in/yaml/v4"

func unmarshal4(data []byte, n *yaml4.Node) error { return yaml4.Unmarshal(data, n) }

func unwind(int) {}
