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

extension Trait where Self == ConditionTrait {
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
