// Package faults holds the tests that kill motcuactl and break its disk under
// it, again and again on one data folder, and compare what it had said with
// what is there afterwards. `make test` runs a short plan, `make soak` a long
// one.
package faults
