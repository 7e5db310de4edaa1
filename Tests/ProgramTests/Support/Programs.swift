import Foundation
import Testing

/// The programs under test: those beside the test bundle, or those in the directory `RUNIT_PROGRAMS`.
///
/// `RUNIT_PROGRAMS=.build/release` tests what ships, `RUNIT_PROGRAMS=/usr/bin` tests the tests on Debian's runit.
enum Programs {
  static let directory: String = {
    if let chosen = ProcessInfo.processInfo.environment["RUNIT_PROGRAMS"] {
      return URL(fileURLWithPath: chosen).standardizedFileURL.path
    }
    return URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
  }()

  /// The programs as they ship, where they are to be had: those that are chosen, or else those of the release build. A
  /// hosted program makes hundreds of calls of its own before it begins.
  static let shippedDirectory: String? = {
    let chosen = ProcessInfo.processInfo.environment["RUNIT_PROGRAMS"]
    let build = URL(fileURLWithPath: directory).deletingLastPathComponent().appendingPathComponent("release").path
    let place = URL(fileURLWithPath: chosen ?? build).resolvingSymlinksInPath().path
    let isStatic = ELFHeader(place + "/runsv")?.isStatic ?? false
    return isStatic ? place : nil
  }()

  /// Whether those are under test that ship, which wait for memory where a hosted program ends.
  static let areShipped = shippedDirectory == URL(fileURLWithPath: directory).resolvingSymlinksInPath().path

  static func shipped(_ name: String) -> String { (shippedDirectory ?? directory) + "/" + name }

  /// Whether Debian's runit is under test, of which nothing is expected that only ours does.
  static let areReference = directory == "/usr/bin"

  /// Debian's programs, to work together with ours.
  static let reference = "/usr/bin"

  static let hasReference = FileManager.default.isExecutableFile(atPath: reference + "/runsv")

  /// Debian has its programs in several places.
  static func path(_ name: String) -> String {
    let places = areReference ? [directory, "/usr/sbin", "/lib/runit"] : [directory]
    let paths = places.map { $0 + "/" + name }
    return paths.first { FileManager.default.isExecutableFile(atPath: $0) } ?? paths[0]
  }
}

/// What an executable says of itself.
private struct ELFHeader {
  /// Whether it needs no interpreter, and so no shared library.
  let isStatic: Bool

  init?(_ path: String) {
    guard let data = FileManager.default.contents(atPath: path), data.starts(with: [0x7f, 0x45, 0x4c, 0x46]) else {
      return nil
    }
    isStatic = data.range(of: Data("/ld-linux".utf8)) == nil
  }
}

extension Trait where Self == ConditionTrait {
  /// For tests of what ships.
  static var ofShipped: ConditionTrait {
    .enabled(if: Programs.shippedDirectory != nil, "needs static programs: swift build -c release")
  }

  /// For a promise that Debian's runit 2.1.2 does not keep: `difference` names the defect of it, or our addition.
  static func ours(_ difference: Comment) -> ConditionTrait { .disabled(if: Programs.areReference, difference) }

  /// For tests that need other programs of the suite as well.
  static func with(_ names: String...) -> ConditionTrait {
    .enabled(if: names.allSatisfy { FileManager.default.isExecutableFile(atPath: Programs.path($0)) }, "needs \(names)")
  }

  /// For tests that need Debian's runit installed.
  static var withReference: ConditionTrait { .enabled(if: Programs.hasReference, "needs Debian's package runit") }

  /// For tests that only root can make.
  static var asRoot: ConditionTrait { .enabled(if: geteuid() == 0, "needs root") }
}
