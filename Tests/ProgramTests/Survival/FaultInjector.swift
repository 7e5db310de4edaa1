import CLibc
import Foundation

/// One fault: the call of a program, by its number among the calls of its kind, that fails, and with what.
struct Fault: Hashable {
  let call: Int
  let object: CallObject
  /// Whether the call is made by a child of the program that has not become another program yet.
  let inChild: Bool
  /// From 1 on, by the program, or by all such children together.
  let count: Int
  let error: String
}

/// Answers a system call of one program with an error, as `strace -e inject` does, and counts calls.
///
/// The kernel asks us about each call of the kind (`SECCOMP_RET_USER_NOTIF`), which is quicker than `ptrace`, and we know
/// more: who makes the call, a program or its child, and what it is about. strace counts the calls of each process for
/// itself and fails the first `execve` of every child there will ever be, so that nothing ever starts.
final class FaultInjector: @unchecked Sendable {
  /// What the thread that answers works with; it allocates nothing, since it may be a thread inside malloc that waits.
  struct State {
    var listener: Int32 = -1
    var spawner: pid_t = 0
    var process: pid_t = 0
    var call: Int32 = -1
    var object = CallObject.any
    var inChild = false
    var wanted = 0
    var code: Int32 = 0
    /// What comes with the error; 0 is none.
    var signal: Int32 = 0
    var seen = 0
    var hasInjected = false
    /// What every call is answered that would change a file system, while this is not 0.
    var outage: Int32 = 0
  }

  static let callLimit = 512
  private static let objectCount = CallObject.allCases.count

  private let state: UnsafeMutablePointer<State>
  private let counts: UnsafeMutablePointer<Int32>
  private let program: String
  private let programBytes: UnsafeMutablePointer<CChar>
  private let isOver = DispatchSemaphore(value: 0)

  /// Watches `program`; without a fault all calls are counted.
  init(_ program: String, _ fault: Fault?) {
    self.program = program
    programBytes = strdup(program)
    let size = 2 * Self.callLimit * Self.objectCount
    counts = .allocate(capacity: size)
    counts.initialize(repeating: 0, count: size)
    state = .allocate(capacity: 1)
    state.initialize(to: State())
    guard let fault else { return }
    state.pointee.call = Int32(fault.call)
    state.pointee.object = fault.object
    state.pointee.inChild = fault.inChild
    state.pointee.wanted = fault.count
    state.pointee.code = FaultPlan.codes[fault.error] ?? EIO
    state.pointee.signal = FaultPlan.signals[fault.error] ?? 0
  }

  /// Whether the call was made, and failed.
  var hasInjected: Bool { state.pointee.hasInjected }

  /// Whether the program could not say something.
  var hasSilenced: Bool { hasInjected && state.pointee.call == SYS_writev }

  /// Answers every call that would change a file system with `error`, or none any more. Only without a fault.
  func setOutage(_ error: Int32?) { state.pointee.outage = error ?? 0 }

  /// How often a call was made, when all are counted.
  var tally: [Fault: Int] {
    var result: [Fault: Int] = [:]
    for index in 0..<2 * Self.callLimit * Self.objectCount where counts[index] > 0 {
      let (rest, object) = index.quotientAndRemainder(dividingBy: Self.objectCount)
      let key = Fault(
        call: rest % Self.callLimit, object: CallObject.allCases[object], inChild: rest >= Self.callLimit, count: 0,
        error: "")
      result[key] = Int(counts[index])
    }
    return result
  }

  /// Starts a program under watch: the one in question, or one that becomes it.
  func start(
    _ executable: String, _ argv: [String], environment: [String: String] = [:], in directory: String,
    input: Int32? = nil, error: ErrorPipe? = nil
  ) throws -> RunningProgram {
    let result = Started()
    let done = DispatchSemaphore(value: 0)
    // A filter is never taken off: the thread that installs it has nothing else to do.
    Thread.detachNewThread { [self] in
      result.value = Result {
        try RunningProgram(
          executable, argv, environment: environment, in: directory, input: input, errorPipe: error,
          prepare: { try listen() })
      }
      done.signal()
    }
    done.wait()
    guard let value = result.value else { throw POSIXError(.EIO) }
    return try value.get()
  }

  /// Frees everything once nobody is watched any more; to be called when all watched processes were killed.
  func finish() -> Bool {
    guard state.pointee.listener >= 0 else { return true }
    guard isOver.wait(timeout: .now() + 10) == .success else { return false }
    close(state.pointee.listener)
    state.deallocate()
    counts.deallocate()
    free(programBytes)
    return true
  }

  private final class Started: @unchecked Sendable { var value: Result<RunningProgram, any Error>? }
}

// See seccomp(2) and seccomp_unotify(2).
extension FaultInjector {
  private func listen() throws {
    let answering = Answering(state: state, counts: counts, program: programBytes)
    let isOver = isOver
    // First of all: from the filter on, this thread needs answers to whatever it does.
    Thread.detachNewThread {
      answering.run()
      isOver.signal()
    }
    state.pointee.spawner = pid_t(libc_syscall(Int(SYS_gettid), 0, 0, 0, 0))
    do {
      state.pointee.listener = try install()
    } catch {
      state.pointee.listener = -2
      throw error
    }
  }

  private func install() throws -> Int32 {
    func instruction(_ code: UInt64, _ operand: UInt64, elseSkip: UInt64 = 0) -> UInt64 {
      code | elseSkip << 24 | operand << 32
    }
    let (load, compare, answer): (UInt64, UInt64, UInt64) = (0x20, 0x15, 0x06)
    let (allow, notify): (UInt64, UInt64) = (0x7fff_0000, 0x7fc0_0000)
    let call = state.pointee.call
    let filter =
      call == -1
      ? [instruction(answer, notify)]
      : [
        instruction(load, 0), instruction(compare, UInt64(call), elseSkip: 1), instruction(answer, notify),
        instruction(answer, allow),
      ]
    let (setFilter, newListener, waitKillable) = (1, 8, 32)
    let listener = filter.withUnsafeBytes { instructions in
      let program = [UInt(filter.count), UInt(bitPattern: instructions.baseAddress)]
      return program.withUnsafeBytes {
        libc_syscall(
          Int(SYS_seccomp), setFilter, newListener | waitKillable, Int(bitPattern: $0.baseAddress), 0)
      }
    }
    guard listener >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    return Int32(listener)
  }

  /// The thread that answers, until nobody is left who could ask.
  private struct Answering: @unchecked Sendable {
    let state: UnsafeMutablePointer<State>
    let counts: UnsafeMutablePointer<Int32>
    let program: UnsafePointer<CChar>

    /// `struct seccomp_notif` and `struct seccomp_notif_resp`.
    private static let (questionSize, answerSize) = (80, 24)
    private static let (receive, send): (UInt, UInt) = (0xc050_2100, 0xc018_2101)

    func run() {
      let question = UnsafeMutableRawPointer.allocate(byteCount: Self.questionSize, alignment: 8)
      let answer = UnsafeMutableRawPointer.allocate(byteCount: Self.answerSize, alignment: 8)
      defer {
        question.deallocate()
        answer.deallocate()
      }
      while state.pointee.listener == -1 { poll(nil, 0, 1) }
      let listener = state.pointee.listener
      while listener >= 0 {
        var entry = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, -1) > 0 || errno == EINTR else { return }
        if entry.revents & Int16(POLLIN) == 0 {
          if entry.revents != 0 { return }
          continue
        }
        memset(question, 0, Self.questionSize)
        guard libc_ioctl(listener, Self.receive, question) == 0 else { continue }
        let error = decide(question)
        answer.storeBytes(of: question.load(as: UInt64.self), as: UInt64.self)
        answer.storeBytes(of: 0, toByteOffset: 8, as: Int64.self)
        answer.storeBytes(of: -error, toByteOffset: 16, as: Int32.self)
        answer.storeBytes(of: error == 0 ? 1 : 0, toByteOffset: 20, as: UInt32.self)  // 1 lets the kernel do it
        _ = libc_ioctl(listener, Self.send, answer)
      }
    }

    /// The error to answer with; 0 is none.
    private func decide(_ question: UnsafeMutableRawPointer) -> Int32 {
      let caller = question.load(fromByteOffset: 8, as: pid_t.self)
      guard caller != state.pointee.spawner, isOfProgram(caller) else { return 0 }
      if state.pointee.process == 0 { state.pointee.process = caller }
      let call = Int(question.load(fromByteOffset: 16, as: Int32.self))
      guard call < FaultInjector.callLimit else { return 0 }
      let inChild = caller != state.pointee.process
      let arguments = UnsafePointer((question + 32).assumingMemoryBound(to: UInt64.self))
      let object = CallObject(of: call, arguments, in: caller)
      if state.pointee.call == -1 {
        let row = (inChild ? FaultInjector.callLimit : 0) + call
        counts[row * FaultInjector.objectCount + Int(object.rawValue)] += 1
        return object.isChange(by: call) ? state.pointee.outage : 0
      }
      guard inChild == state.pointee.inChild, object == state.pointee.object else { return 0 }
      state.pointee.seen += 1
      guard state.pointee.seen == state.pointee.wanted else { return 0 }
      state.pointee.hasInjected = true
      // As the kernel does: before the call returns.
      if state.pointee.signal != 0 { kill(caller, state.pointee.signal) }
      return state.pointee.code
    }

    private func isOfProgram(_ process: pid_t) -> Bool {
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
        let count = withProcessPath(process, "exe") { readlink($0, buffer.baseAddress!, 511) }
        guard count > 0 else { return false }
        buffer[count] = 0
        return strcmp(buffer.baseAddress!, program) == 0
      }
    }
  }
}
