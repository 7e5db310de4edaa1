/// What `--version` of every program says behind its name: `chpst (runit-swift) 0.1.0`.
package let versionText: StaticString = " (runit-swift) 0.1.0\n"
