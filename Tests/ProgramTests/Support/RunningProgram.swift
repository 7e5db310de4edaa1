import CLibc
import Foundation
import Testing

/// A program under test, started with exactly the arguments, environment and descriptors that the test says.
final class RunningProgram {
  /// How a program ended.
  enum Ending: Equatable {
    case exited(Int32)
    case signalled(Int32)
  }

  let id: pid_t
  private let outputPath: String
  private let errorPath: String
  private let errorPipe: ErrorPipe?
  private var ending: Ending?

  /// Starts `executable` with `argv`; `input` is a descriptor, /dev/null without it.
  ///
  /// Both outputs go to files, so that no full pipe can make a test hang. `prepare` is done last before.
  init(
    _ executable: String, _ argv: [String], environment: [String: String] = [:], in directory: String? = nil,
    input: Int32? = nil, output: Int32? = nil, error: Int32? = nil, errorPipe: ErrorPipe? = nil, session: Bool = false,
    prepare: () throws -> Void = {}
  ) throws {
    let base = NSTemporaryDirectory() + "runit-output-" + UUID().uuidString
    outputPath = base + ".out"
    errorPath = base + ".err"
    self.errorPipe = errorPipe
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    let create = O_WRONLY | O_CREAT | O_APPEND
    if let output {
      posix_spawn_file_actions_adddup2(&actions, output, 1)
    } else {
      posix_spawn_file_actions_addopen(&actions, 1, outputPath, create, 0o600)
    }
    if let error = error ?? errorPipe?.writeEnd {
      posix_spawn_file_actions_adddup2(&actions, error, 2)
    } else {
      posix_spawn_file_actions_addopen(&actions, 2, errorPath, create, 0o600)
    }
    if let directory { posix_spawn_file_actions_addchdir_np(&actions, directory) }
    posix_spawn_file_actions_addclosefrom_np(&actions, 3)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (session ? Int32(POSIX_SPAWN_SETSID) : 0)
    posix_spawnattr_setflags(&attributes, Int16(flags))

    let path = Programs.directory + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    let variables = ["PATH": path].merging(environment) { $1 }.map { "\($0)=\($1)" }
    let words = argv.map { strdup($0) } + [nil]
    let settings = variables.map { strdup($0) } + [nil]
    defer { (words + settings).forEach { free($0) } }
    var child: pid_t = 0
    try prepare()
    let failure = spawning.withLock { posix_spawn(&child, executable, &actions, &attributes, words, settings) }
    guard failure == 0 else { throw POSIXError(.init(rawValue: failure) ?? .EIO) }
    id = child
    errorPipe?.closeWriteEnd()
  }

  /// Starts one of the programs under test under its own name.
  convenience init(
    program name: String, _ arguments: [String] = [], environment: [String: String] = [:], in directory: String? = nil,
    input: Int32? = nil, output: Int32? = nil, error: Int32? = nil, session: Bool = false
  ) throws {
    try self.init(
      Programs.path(name), [name] + arguments, environment: environment, in: directory, input: input, output: output,
      error: error, session: session)
  }

  deinit {
    if poll() == nil {
      kill(id, SIGKILL)
      _ = wait(within: 5)
    }
    unlink(outputPath)
    unlink(errorPath)
  }

  var entry: ProcessEntry { ProcessEntry(id) }
  var output: String { text(outputPath) }
  var error: String { errorPipe?.text ?? text(errorPath) }

  func signal(_ number: Int32) { kill(id, number) }

  /// Waits until the program, which is called `name`, has nothing to do but to wait itself.
  func awaitRest(as name: String) {
    eventually("\(name) to wait") { entry.arguments.first == name && entry.state == "S" }
  }

  /// How it ended, or `nil` while it runs.
  func poll() -> Ending? {
    if let ending { return ending }
    var status: Int32 = 0
    guard waitpid(id, &status, WNOHANG) == id else { return nil }
    ending = status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
    return ending
  }

  /// Waits for its end; `nil` when it still runs after `seconds`.
  func wait(within seconds: Double = 10) -> Ending? {
    let deadline = Date().addingTimeInterval(seconds)
    while poll() == nil, Date() < deadline { usleep(1_000) }
    return ending
  }

  private func text(_ path: String) -> String {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

/// What a program left behind.
struct Outcome: Equatable {
  let ending: RunningProgram.Ending?
  let output: String
  let error: String

  var code: Int32? { if case .exited(let code) = ending { code } else { nil } }
}

/// Runs a program under test to its end, `executable` in place of the one of that name.
func run(
  _ name: String, _ arguments: [String] = [], executable: String? = nil, environment: [String: String] = [:],
  in directory: String? = nil, input: Int32? = nil, within seconds: Double = 20
) throws -> Outcome {
  let program = try RunningProgram(
    executable ?? Programs.path(name), [name] + arguments, environment: environment, in: directory, input: input)
  let ending = program.wait(within: seconds)
  return Outcome(ending: ending, output: program.output, error: program.error)
}
