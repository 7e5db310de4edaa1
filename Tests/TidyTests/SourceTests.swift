import Foundation
import Testing

@Suite("The sources")
struct SourceTests {
  static let swiftFiles = (files(below: "Sources", suffix: ".swift") + files(below: "Tests", suffix: ".swift"))
    .sorted { $0.path < $1.path }

  @Test func `have one idea a file`() throws {
    for file in Self.swiftFiles {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 301, "\(file.lastPathComponent) has \(lines.count) lines: is there a second idea in it?")
    }
  }

  @Test func `leave nothing for later`() throws {
    let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X "]
    for file in Self.swiftFiles {
      let text = try String(contentsOf: file, encoding: .utf8)
      for mark in marks { #expect(!text.contains(mark), "\(file.lastPathComponent) says \(mark)") }
    }
  }

  @Test func `are unsafe only where the kernel is called and where the program starts`() throws {
    for program in programs {
      for file in files(below: "Sources/" + program, suffix: ".swift") where !Self.mayBeUnsafe(file) {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        for line in lines where line.contains("unsafe ") && !line.contains("//") {
          Issue.record("\(program)/\(file.lastPathComponent): \(line)")
        }
      }
    }
  }

  /// `main` gets a pointer from C; the child of `vfork` is told by one where its work lies.
  private static func mayBeUnsafe(_ file: URL) -> Bool {
    ["Main.swift", "Birth.swift"].contains(file.lastPathComponent)
  }

  @Test func `sleep in no test`() throws {
    let pause = /\b(u|nano)?sleep\(/
    for file in files(below: "Tests", suffix: ".swift") where !file.path.contains("/Support/") {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      for line in lines where line.contains(pause) && !line.contains("let pause") {
        Issue.record("\(file.lastPathComponent): \(line)")
      }
    }
  }

  @Test func `are all that lies at the top`() throws {
    let allowed: Set<String> = ["Package.swift", "Sources", "Tests", "etc-service", "man", "README.md"]
    let names = try FileManager.default.contentsOfDirectory(atPath: root.path).filter { !$0.hasPrefix(".") }
    #expect(Set(names).subtracting(allowed).isEmpty)
  }
}
