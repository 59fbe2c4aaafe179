// Package fault runs a program whose system calls fail or end it at a chosen
// moment, and keeps book of what the program had said until then. It needs
// strace (Linux).
package fault
