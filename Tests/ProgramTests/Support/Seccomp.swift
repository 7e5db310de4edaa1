import CLibc
import Foundation

/// Runs `body` in a thread of its own for whose children the system call `number` does nothing: it fails with `errno`, or
/// pretends to have succeeded where that is 0.
func withSystemCall<Value: Sendable>(
  _ number: Int, answering errno: Int32 = 0, _ body: @escaping @Sendable () throws -> Value
) throws -> Value {
  let fail: UInt64 = 0x0005_0000
  return try withSystemCall(number, action: fail | UInt64(errno), body)
}

/// The same, but whoever makes the call is killed.
func withDeadlySystemCall<Value: Sendable>(
  _ number: Int, _ body: @escaping @Sendable () throws -> Value
) throws -> Value {
  try withSystemCall(number, action: 0x8000_0000, body)
}

private func withSystemCall<Value: Sendable>(
  _ number: Int, action: UInt64, _ body: @escaping @Sendable () throws -> Value
) throws -> Value {
  let result = ThreadResult<Value>()
  let done = DispatchSemaphore(value: 0)
  Thread.detachNewThread {
    result.value = Result {
      try installFilter(number, action)
      return try body()
    }
    done.signal()
  }
  done.wait()
  return try result.value!.get()
}

/// The semaphore orders the two threads' uses of it.
private final class ThreadResult<Value: Sendable>: @unchecked Sendable {
  var value: Result<Value, any Error>?
}

/// A filter belongs to the thread that installs it and to the processes that it starts. See seccomp(2).
private func installFilter(_ number: Int, _ action: UInt64) throws {
  /// `struct sock_filter`: code, two jumps and an operand in eight bytes.
  func instruction(_ code: UInt64, _ operand: UInt64, elseSkip: UInt64 = 0) -> UInt64 {
    code | elseSkip << 24 | operand << 32
  }
  let (load, compare, answer, allow): (UInt64, UInt64, UInt64, UInt64) = (0x20, 0x15, 0x06, 0x7fff_0000)
  let filter = [
    instruction(load, 0), instruction(compare, UInt64(number), elseSkip: 1), instruction(answer, action),
    instruction(answer, allow),
  ]
  let status = filter.withUnsafeBytes { instructions in
    // `struct sock_fprog`: how many, and where.
    let program = [UInt(filter.count), UInt(bitPattern: instructions.baseAddress)]
    let filterMode: UInt = 2
    return program.withUnsafeBytes { libc_prctl(PR_SET_SECCOMP, filterMode, UInt(bitPattern: $0.baseAddress)) }
  }
  guard status == 0 else { throw POSIXError(.EIO) }
}
