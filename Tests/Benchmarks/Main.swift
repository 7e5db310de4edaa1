import CLibc
import Foundation

/// Measures process supervision suites side by side.
@main
enum Program {
  static func main() {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      if options.action == .help { return say(Options.help) }
      try start(options)
    } catch is Interrupted {
      complain("interrupted; nothing is left running")
      exit(130)
    } catch {
      complain("\(error)")
      exit(1)
    }
  }

  private static func start(_ options: Options) throws {
    let directory = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let programs = URL(fileURLWithPath: directory).deletingLastPathComponent().path
    Interruption.install()
    ProcessTable.adoptOrphans()
    raiseLimits()
    let workshop = try Workshop(daemon: programs + "/BenchmarkDaemon", isQuick: options.isQuick)
    defer { workshop.remove() }
    let suites = try choose(options, programs, workshop)
    switch options.action {
    case .list: list(suites)
    case .help: break
    case .measure: try measure(options, suites, workshop)
    }
  }

  private static func choose(_ options: Options, _ programs: String, _ workshop: Workshop) throws -> [Suite] {
    let found = try SuiteSearch.find(ours: programs, others: options.others, workshop: workshop.path)
    for name in options.suites where !found.contains(where: { $0.name == name }) {
      throw Failure("suite \(name) is not here; found: \(found.map(\.name).joined(separator: " "))")
    }
    return options.suites.isEmpty ? found : found.filter { options.suites.contains($0.name) }
  }

  private static func measure(_ options: Options, _ suites: [Suite], _ workshop: Workshop) throws {
    #if DEBUG
      throw Failure("this is the debug build; run: swift build -c release && .build/release/Benchmarks")
    #else
      let machine = Machine()
      let run = Run(suites: suites, workshop: workshop, progress: Progress())
      var results = Results(suites: suites, measures: options.measures)
      // What was measured until an interruption is worth printing too.
      let outcome = Result { try run.make(options.measures, &results) }
      if let file = options.jsonFile {
        let report = JSONReport(results, machine: machine, command: CommandLine.arguments)
        do { try report.data().write(to: URL(fileURLWithPath: file)) } catch {
          throw Failure("unable to write \(file)")
        }
      }
      say(TableReport(results: results, machine: machine).text())
      try outcome.get()
      if (results.failures + results.refusals).contains(where: { $0.suite == SuiteSearch.ours }) {
        throw Failure("not all was measured")
      }
    #endif
  }

  private static func list(_ suites: [Suite]) {
    var lines = ["measures:"]
    for measure in allMeasures { lines.append("  \(pad(measure.name))\(measure.summary)") }
    lines.append("suites:")
    for suite in suites { lines.append("  \(pad(suite.name))\(suite.directory)") }
    say(lines.joined(separator: "\n") + "\n")
  }

  private static func pad(_ text: String) -> String { text.padding(toLength: 14, withPad: " ", startingAt: 0) }

  /// Some scanners keep descriptors for each service, and so do we.
  private static func raiseLimits() {
    var limit = rlimit()
    guard libc_getrlimit(CInt(libc_rlimit_nofile), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = libc_setrlimit(CInt(libc_rlimit_nofile), &limit)
  }

  private static func say(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

  private static func complain(_ text: String) { FileHandle.standardError.write(Data("Benchmarks: \(text)\n".utf8)) }
}
