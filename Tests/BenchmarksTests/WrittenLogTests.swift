import Foundation
import Testing

@testable import Benchmarks

@Suite("A written log")
struct WrittenLogTests {
  private let block = Data("1 one\n2 two\n".utf8)

  private func expectation(_ files: [String: String], times: Int, hasTimestamps: Bool = false) throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: directory) }
    for (name, text) in files { try Data(text.utf8).write(to: directory.appending(path: name)) }
    try WrittenLog(directory.path).expect(block, times: times, hasTimestamps: hasTimestamps)
  }

  @Test func `is what was sent, over all files in order`() throws {
    try expectation(["current": "2 two\n", "@1.s": "1 one\n2 two\n1 one\n"], times: 2)
  }

  @Test func `may have a timestamp before each line`() throws {
    let stamp = "2026-11-21_10:00:00.00000"
    try expectation(["current": "\(stamp) 1 one\n\(stamp) 2 two\n"], times: 1, hasTimestamps: true)
  }

  static let damages = [
    ["current": "1 one\n2 two\n"], ["current": "1 one\n2 two\n1 one\n2 twp\n"],
    ["current": "1 one\n2 two\n", "@1.s": "2 two\n1 one\n"], ["current": "1 one\n2 two\n1 one\n2 two\n1 one\n"],
  ]

  @Test(arguments: damages)
  func `is refused when a line is missing, changed, misplaced or too many`(files: [String: String]) {
    #expect(throws: Failure.self) { try expectation(files, times: 2) }
  }

  @Test func `is refused without the timestamps that were asked for`() {
    #expect(throws: Failure.self) { try expectation(["current": "1 one\n2 two\n"], times: 1, hasTimestamps: true) }
  }
}
