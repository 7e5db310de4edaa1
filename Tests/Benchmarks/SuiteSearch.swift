import CLibc
import Foundation

/// Finds the suites of this machine.
enum SuiteSearch {
  /// The name of our own.
  static let ours = "runit-swift"

  /// Our release programs first, then every other suite that is complete.
  ///
  /// `others` are further directories with programs like runit's, each as NAME=DIRECTORY.
  static func find(ours directory: String, others: [(name: String, directory: String)], workshop: String) throws
    -> [Suite]
  {
    let our = Suite(name: ours, family: .runit, directory: directory)
    guard our.isComplete else { throw Failure("\(directory) lacks programs; run first: swift build -c release") }
    var suites = [our]
    for (name, family) in [("runit", Suite.Family.runit), ("s6", .s6), ("daemontools", .daemontools)] {
      let found = searchPath.lazy.map { Suite(name: name, family: family, directory: $0) }.first(where: \.isComplete)
      if let found { suites.append(found) }
    }
    for (name, directory) in others {
      let suite = Suite(name: name, family: .runit, directory: directory)
      guard suite.isComplete else { throw Failure("\(directory) lacks one of: \(suite.programs.all)") }
      suites.append(suite)
    }
    if let busybox = try busybox(workshop: workshop) { suites.append(busybox) }
    return suites
  }

  private static let searchPath = ["/usr/bin", "/usr/local/bin", "/bin", "/sbin", "/usr/sbin"]

  /// Busybox, when it was built with the programs of runit: they get a directory of links.
  private static func busybox(workshop: String) throws -> Suite? {
    let files = FileManager.default
    guard let program = searchPath.map({ $0 + "/busybox" }).first(where: files.isExecutableFile) else { return nil }
    let list = workshop + "/applets"
    let output = open(list, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    _ = try Child([program, "--list"], environment: [], output: output).wait()
    close(output)
    let applets = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n").map(String.init)
    let suite = Suite(name: "busybox", family: .runit, directory: workshop + "/busybox")
    guard Set(suite.programs.all).isSubset(of: applets) else { return nil }
    try files.createDirectory(atPath: suite.directory, withIntermediateDirectories: false)
    for name in suite.programs.all {
      try files.createSymbolicLink(atPath: suite.path(name), withDestinationPath: program)
    }
    return suite
  }
}
