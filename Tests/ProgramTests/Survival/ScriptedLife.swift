import CLibc
import Foundation

/// A life of a program from its start to its end, and what has to be true in it whatever fails on the way.
protocol ScriptedLife {
  /// The program that meets the faults.
  static var program: String { get }
  /// As the table calls it.
  static var name: String { get }

  init() throws

  /// Lives under `injector`.
  ///
  /// - Throws: ``Broken`` when something is not as it should be.
  func live(under injector: FaultInjector) throws -> LifeReport
}

extension ScriptedLife {
  static var name: String { program }
}

/// How a life went, and what it left.
struct LifeReport {
  enum Ending {
    /// All of it.
    case whole
    /// The program said that it can't start, and ended before it had done anything.
    case refused
  }

  var ending: Ending
  /// What the program had open while all was well.
  var descriptors: [String] = []
  /// The names of the files that were there at the end.
  var files: Set<String> = []
}

/// What was not as it should be.
struct Broken: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Throws unless `condition` holds.
func demand(_ condition: Bool, _ what: @autoclosure () -> String) throws {
  if !condition { throw Broken(what()) }
}

/// Throws unless `condition` comes true before `program` ends, and within the time that any retry takes.
func awaitTruth(
  _ what: @autoclosure () -> String, of program: RunningProgram, _ condition: () throws -> Bool
) throws {
  var ending: RunningProgram.Ending?
  let isTrue = try comesTrue(within: 25) {
    if try condition() { return true }
    ending = program.poll()
    return ending != nil
  }
  if let ending, try !condition() { throw Broken("ended with \(ending) before \(what()): \(program.error)") }
  try demand(isTrue, "no \(what()): \(program.error)")
}

extension RunningProgram {
  /// What it, or `process`, has open while it rests. One that waits for the injector to answer another call looks as if
  /// it slept, and may have a file open that it is about to write to.
  func openFiles(of process: pid_t? = nil) -> [String] {
    let entry = ProcessEntry(process ?? id)
    var files: [String] = []
    _ = comesTrue(within: 5) {
      let former = files
      files = entry.descriptors.values.sorted()
      return entry.state == "S" && entry.rests && files == former
    }
    return files
  }

  /// Throws unless every line that was said has runit's form, begins with `prefix`, and no more was said than one fault
  /// is worth.
  func demandGoodManners(_ prefix: String) throws {
    let lines = error.split(separator: "\n")
    for line in lines where !Self.isNobodysFault(line) {
      let isForm = line.hasPrefix(prefix) && line.dropFirst(prefix.count).contains(/^[a-z]+: [a-zA-Z.\/].*/)
      try demand(isForm, "said \(line)")
    }
    try demand(lines.count <= 4, "said too much: \(error)")
  }

  /// A shortage of memory is said by whoever meets it; and a script is busy while a child of another life, which begins at
  /// this moment, has it open to write to.
  private static func isNobodysFault(_ line: Substring) -> Bool {
    line.hasSuffix(": pausing: unable to allocate memory: out of memory") || line.hasSuffix(": text busy")
  }

  /// Whether the program ended with `code` and a reason of its own in `wanted`.
  func hasRefused(_ code: Int32, _ prefix: String) -> Bool {
    poll() == .exited(code) && error.split(separator: "\n").last?.hasPrefix("\(prefix)fatal: ") == true
  }
}

extension ProcessEntry {
  /// Whether it waits for something to happen.
  var rests: Bool {
    #if arch(x86_64)
      if systemCall == Int32(SYS_poll) { return true }
    #endif
    return [Int32(SYS_ppoll), Int32(SYS_rt_sigtimedwait)].contains(systemCall)
  }
}

extension TemporaryDirectory {
  /// All processes that work below `folder`.
  func processes(in folder: String = "") -> [ProcessEntry] {
    let place = folder.isEmpty ? path : self(folder)
    return ProcessTable.all.filter { entry in
      guard let directory = entry.workingDirectory else { return false }
      return directory == place || directory.hasPrefix(place + "/")
    }
  }

  /// The paths of all files.
  var files: Set<String> {
    Set((FileManager.default.enumerator(atPath: path)?.allObjects ?? []).compactMap { $0 as? String })
  }

  func lines(_ name: String) -> [String] { (read(name) ?? "").split(separator: "\n").map(String.init) }
}
