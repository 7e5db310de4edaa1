import CLibc
import Foundation

/// What a system call is about, where its errors depend on that.
enum CallObject: UInt8, CaseIterable {
  case any
  /// A file that has to be there.
  case existing
  /// A file that is made when it is not there.
  case created
  case file
  case pipe
  case directory
  /// A signalfd, an inotify instance, a pidfd.
  case event
  case device
  case duplicate
  case pipeSize
  case flags

  /// Finds out about the call `number` of `process`, without allocating anything.
  init(of number: Int, _ arguments: UnsafePointer<UInt64>, in process: pid_t) {
    #if arch(x86_64)
      if number == Int(SYS_open) {
        self = arguments[1] & UInt64(O_CREAT) == 0 ? .existing : .created
        return
      }
    #endif
    switch number {
    case Int(SYS_openat): self = arguments[2] & UInt64(O_CREAT) == 0 ? .existing : .created
    case Int(SYS_read), Int(SYS_write), Int(SYS_writev), Int(SYS_pread64), Int(SYS_pwrite64), Int(SYS_fsync):
      self = Self.kind(of: Int32(truncatingIfNeeded: arguments[0]), in: process)
    case Int(SYS_fcntl):
      switch Int32(truncatingIfNeeded: arguments[1]) {
      case F_DUPFD, 1030: self = .duplicate
      case 1031: self = .pipeSize
      default: self = .flags
      }
    default: self = .any
    }
  }

  /// Whether the call `number` changes a file system, for all that our programs do; what they say may go to a file too, and
  /// is not meant.
  func isChange(by number: Int) -> Bool {
    #if arch(x86_64)
      switch number {
      case Int(SYS_mkdir), Int(SYS_mknod), Int(SYS_rename), Int(SYS_unlink), Int(SYS_chmod): return true
      default: break
      }
    #endif
    switch number {
    case Int(SYS_mkdirat), Int(SYS_mknodat), Int(SYS_renameat), Int(SYS_renameat2), Int(SYS_unlinkat), Int(SYS_fchmod),
      Int(SYS_ftruncate):
      return true
    case Int(SYS_write), Int(SYS_pwrite64): return self == .file
    default: return self == .created
    }
  }

  /// What descriptor `number` of `process` is open on.
  private static func kind(of number: Int32, in process: pid_t) -> CallObject {
    var status = stat()
    let failed = withProcessPath(process, "fd", number) { stat($0, &status) } != 0
    switch failed ? 0 : status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFIFO: return .pipe
    case S_IFDIR: return .directory
    case S_IFCHR: return .device
    default: return .event
    }
  }
}

/// Hands out `/proc/PROCESS/NAME`, or `/proc/PROCESS/NAME/NUMBER`, from the stack.
func withProcessPath<Result>(
  _ process: pid_t, _ name: StaticString, _ number: Int32? = nil, _ body: (UnsafePointer<CChar>) -> Result
) -> Result {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
    var end = 0
    func add(_ text: StaticString) {
      for offset in 0..<text.utf8CodeUnitCount {
        buffer[end] = CChar(text.utf8Start[offset])
        end += 1
      }
    }
    func add(_ value: Int32) {
      var divisor: Int32 = 1_000_000_000
      while divisor > max(value, 1) { divisor /= 10 }
      while divisor > 0 {
        buffer[end] = CChar(48 + value / divisor % 10)
        end += 1
        divisor /= 10
      }
    }
    add("/proc/")
    add(process)
    add("/")
    add(name)
    if let number {
      add("/")
      add(number)
    }
    buffer[end] = 0
    return body(UnsafePointer(buffer.baseAddress!))
  }
}
