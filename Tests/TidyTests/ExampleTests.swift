import Foundation
import Testing

@Suite("The examples")
struct ExampleTests {
  /// Files that are executed: all that begin with `#!`.
  static let scripts = files(below: "etc-service").filter { file in
    (try? Data(contentsOf: file, options: .mappedIfSafe))?.starts(with: Data("#!".utf8)) == true
  }.sorted { $0.path < $1.path }

  static let shellScripts = scripts.filter {
    (try? String(contentsOf: $0, encoding: .utf8))?.hasPrefix("#!/bin/sh") == true
  }

  @Test(arguments: scripts)
  func `are executable`(script: URL) {
    #expect(FileManager.default.isExecutableFile(atPath: script.path))
  }

  @Test(arguments: shellScripts)
  func `are shell scripts without mistakes of grammar`(script: URL) throws {
    #expect(try output(of: "/bin/sh", ["-n", script.path]) == "")
  }

  @Test(arguments: files(below: "etc-service").filter { ["run", "finish", "check"].contains($0.lastPathComponent) })
  func `begin with the name of an interpreter`(script: URL) throws {
    #expect(try Data(contentsOf: script).starts(with: Data("#!/".utf8)), "runsv hands nothing to a shell by itself")
  }
}
