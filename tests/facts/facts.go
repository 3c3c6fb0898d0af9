//go:build tools

// Package facts names the modules that go.mod pins.
package facts

import (
	_ "k8s.io/api/core/v1"
	_ "k8s.io/pod-security-admission/api"
)
