import Foundation
import Testing

/// What a page shows of a session at a terminal: commands behind `$ `, each with what it printed.
struct Transcript {
  struct Step {
    let command: String
    var output: [String] = []
  }

  let steps: [Step]

  /// The steps in those lines for which `text` has something: the text without the page's markup.
  init(_ page: String, _ text: (Substring) -> String?) throws {
    let root = Checkout.root
    let content = try String(contentsOf: root.appending(path: page), encoding: .utf8)
    var steps: [Step] = []
    var isOpen = false
    for line in content.split(separator: "\n", omittingEmptySubsequences: false) {
      guard let line = text(line) else {
        isOpen = false
        continue
      }
      if line.hasPrefix("$ ") {
        isOpen = true
        steps.append(Step(command: String(line.dropFirst(2))))
      } else if isOpen {
        steps[steps.count - 1].output.append(line)
      }
    }
    self.steps = steps
  }

  /// Runs all commands and compares. Numbers and places differ from run to run, and pages break lines in their own way.
  func replay(in directory: String, places: [String: String], environment: [String: String]) throws {
    for step in steps {
      let command = places.reduce(step.command) { $0.replacing($1.value, with: $1.key) }
      let expected = Self.plain(step.output.joined(separator: "\n"), [:])
      var found = ""
      // What only looks may look again: services take their time.
      let isQuestion = ["list", "status", "why", "tree", "log", "lint", "watch"].contains {
        command.hasPrefix("sv \($0)")
      }
      eventually(within: isQuestion ? 15 : 0, "\(step.command): \(found) is not \(expected)") {
        let output = (try? Self.output(of: command, in: directory, environment)) ?? ""
        found = Self.plain(output, places)
        return found == expected
      }
    }
  }

  private static func output(of command: String, in directory: String, _ environment: [String: String]) throws -> String
  {
    guard command.hasPrefix("sv watch") else {
      let words = ["sh", "-c", command]
      let program = try RunningProgram("/bin/sh", words, environment: environment, in: directory)
      _ = program.wait(within: 30)
      return program.output + program.error
    }
    let screen = try Screen(
      command, environment: environment.merging(["PATH": Programs.directory + ":/usr/bin"]) { $1 })
    eventually { (try? screen.text().hasPrefix("SERVICE")) ?? false }
    return try screen.text()
  }

  private static func plain(_ text: String, _ places: [String: String]) -> String {
    places.sorted { $0.key.count > $1.key.count }.reduce(text) { $0.replacing($1.key, with: $1.value) }
      .replacing(/[0-9]+/, with: "N").split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

@Suite("The transcripts", .ours("they are of our programs"), .enabled(if: Screen.isAvailable, "needs tmux"))
struct SvTranscriptTests {
  @Test func `in sv(8) are what sv prints`() throws {
    var isLiteral = false
    let transcript = try Transcript("man/sv.8") { line in
      if line.hasPrefix(".Bd") { isLiteral = true }
      if line.hasPrefix(".Ed") { isLiteral = false }
      return isLiteral && !line.hasPrefix(".") ? String(line) : nil
    }
    #expect(transcript.steps.count > 10)
    let (services, sources) = (try Services(), try Services())
    try services.make("db", ["run": TreeScript.notifierAlone, "notification-fd": "3\n"])
    try services.make("mail", ["run": "#not executable\n"])
    try services.make(
      "web",
      [
        "run": "#!/bin/sh\necho listening on 8080\nexec sleep 1000\n", "dependencies": "db\n",
        "log/run": "#!/bin/sh\nmkdir -p main\nexec svlogd -t ./main\n",
      ])
    try sources.make("cron")
    let variables = ["SVDIR": services.directory.path, "SVSRCDIR": sources.directory.path]
    let runsvdir = try RunningProgram(program: "runsvdir", [services.directory.path], session: true)
    defer {
      runsvdir.signal(SIGHUP)
      _ = runsvdir.wait()
    }
    try transcript.replay(
      in: services.directory.path, places: [services.directory.path: "/etc/service"], environment: variables)
  }

  @Test(.asRoot, .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/perl"), "needs perl"))
  func `in README are what sv prints`() throws {
    let transcript = try Transcript("README.md") { line in
      line.hasPrefix("    ") ? String(line.dropFirst(4)) : nil
    }
    #expect(transcript.steps.count > 8)
    let place = try TemporaryDirectory()
    let root = Checkout.file("etc-service")
    try run("cp", ["-R", root.standardizedFileURL.path, place("etc-service")], executable: "/bin/cp").expectSuccess()
    // The reader may have run the services where they are.
    let sweep = "rm -rf */supervise */log/supervise */log/main"
    try run("sh", ["-c", sweep], executable: "/bin/sh", in: place("etc-service")).expectSuccess()
    let variables = ["SVDIR": place("etc-service"), "WEB_ADDRESS": "127.0.0.1:\(try Listener().port)"]
    let runsvdir = try RunningProgram(
      program: "runsvdir", [place("etc-service")], environment: variables, in: place.path, session: true)
    defer {
      runsvdir.signal(SIGHUP)
      _ = runsvdir.wait()
    }
    try transcript.replay(in: place.path, places: [place("sleeper"): "/tmp/sleeper"], environment: variables)
  }
}

extension Outcome {
  func expectSuccess(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(code == 0, "\(output)\(error)", sourceLocation: sourceLocation)
  }
}
