import CLibc
import Console
import RunitCore
import Unix

/// A file that others read.
enum StateFile {
  case process
  case stat
  case detail
  case status

  var path: CString {
    switch self {
    case .process: "log/supervise/pid"
    case .stat: "log/supervise/stat"
    case .detail: "log/supervise/detail"
    case .status: "log/supervise/status"
    }
  }

  var newPath: CString {
    switch self {
    case .process: "log/supervise/pid.new"
    case .stat: "log/supervise/stat.new"
    case .detail: "log/supervise/detail.new"
    case .status: "log/supervise/status.new"
    }
  }

  var renameAction: CString {
    switch self {
    case .process: "unable to rename pid.new to"
    case .stat: "unable to rename stat.new to"
    case .detail: "unable to rename detail.new to"
    case .status: "unable to rename status.new to"
    }
  }
}

extension StateFiles {
  func replace(_ file: StateFile, with content: Span<UInt8>) throws(Failure) {
    let path = paths(file.path)
    if isNew, content.isEmpty { return try write(content, to: path) }  // complete as soon as it is there
    let newPath = paths(file.newPath)
    try write(content, to: newPath)
    do throws(Errno) {
      try put(newPath, inPlaceOf: path)
    } catch {
      try? paths.base.remove(newPath)
      throw paths.failure(file.renameAction, path, error)
    }
  }

  /// Puts the file `newPath` in the place of `path`.
  ///
  /// On a disk it is not renamed over the old one where that can be spared: ext4 and btrfs would write it out at once,
  /// which takes ten times as long. What is said here nobody needs after a loss of power.
  private func put(_ newPath: CString, inPlaceOf path: CString) throws(Errno) {
    if isOnDisk, !isNew, (try? paths.base.exchange(newPath, with: path)) != nil {
      if (try? paths.base.remove(newPath)) != nil { return }
      try paths.base.exchange(newPath, with: path)  // a directory was in the way, say: that is for rename to tell
    }
    try paths.base.rename(newPath, to: path)
  }

  private func write(_ content: Span<UInt8>, to path: CString) throws(Failure) {
    let descriptor = try paths.explain("unable to open", path) { () throws(Errno) in try create(path) }
    do throws(Errno) {
      guard try content.isEmpty ? true : descriptor.write(content) == content.count else { throw .noSpace }
    } catch {
      try? paths.base.remove(path)
      throw paths.failure("unable to write", path, error)
    }
  }

  /// Makes a file that nobody else has open. One that was left behind or planted there goes.
  private func create(_ path: CString) throws(Errno) -> FileDescriptor {
    let flags = O_WRONLY | O_CREAT | O_EXCL
    do throws(Errno) {
      return try FileDescriptor.open(path, in: paths.base, flags, mode: 0o644)
    } catch {
      guard error == .fileExists else { throw error }
      try paths.base.remove(path)
      return try FileDescriptor.open(path, in: paths.base, flags, mode: 0o644)
    }
  }
}
