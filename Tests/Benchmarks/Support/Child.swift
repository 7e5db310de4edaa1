import CLibc
import Foundation

/// A process that we started and will wait for.
struct Child {
  let process: pid_t

  /// What a process used and how it ended.
  struct End {
    let exitCode: CInt?
    let cpuSeconds: Double
  }

  /// Starts a program with /dev/null for every stream that is not given.
  ///
  /// Our own files are all opened close-on-exec: the child has nothing else open.
  init(
    _ arguments: [String], environment: [String], input: CInt = Child.null, output: CInt = Child.null,
    session: Bool = false
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (stream, source) in [input, output, Child.null].enumerated() {
      posix_spawn_file_actions_adddup2(&actions, source, CInt(stream))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF) | (session ? Child.newSession : 0))

    var process: pid_t = 0
    var words = arguments.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for word in words + variables { free(word) } }
    let code = posix_spawn(&process, arguments[0], &actions, &attributes, &words, &variables)
    guard code == 0 else { throw Failure("\(arguments[0]): \(String(cString: strerror(code)))") }
    self.process = process
  }

  /// Waits for the end; a child that outlives `seconds` is killed.
  func wait(seconds: Double = 20) throws -> End {
    let departure = Departure([process])
    let isGone = try departure.wait(seconds: seconds) != nil
    if !isGone { kill(process, SIGKILL) }
    var status: CInt = 0
    var usage = rusage()
    wait4(process, &status, 0, &usage)
    guard isGone else { throw Failure("still running after \(Int(seconds)) s") }
    let seconds = [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    return End(exitCode: status & 0x7f == 0 ? status >> 8 & 0xff : nil, cpuSeconds: seconds)
  }

  /// /dev/null, for reading and writing.
  static let null = open("/dev/null", O_RDWR | O_CLOEXEC)
  /// `POSIX_SPAWN_SETSID`, which glibc hides.
  private static let newSession: Int16 = 0x80
}
