// Package peers asks one rule of our rule tree, of cedar-go and of OPA in one run: a firearm was
// examined, the last look is at most 600 seconds old, two people checked, and each of six rounds is a
// blank or a dummy. It has benchmarks only.
package peers
