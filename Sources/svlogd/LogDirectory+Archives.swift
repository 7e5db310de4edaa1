import Console
import RunitCore
import Unix

/// Old files.
extension LogDirectory {
  /// Deletes the files that are too many or too large together.
  func prune() {
    guard let archives = archives(withSizes: retention.totalSize > 0) else { return }
    for archive in retention.surplus(archives) {
      if archive.kind == .unprocessed, !configuration.processor.isEmpty {
        report(.warning, "too many or too large old files, delete unprocessed:", archive)
      } else {
        info("delete:", archive)
      }
      delete(archive)
    }
  }

  /// Deletes the oldest file of a full disk; `false` when none may go.
  func sacrificeArchive() -> Bool {
    guard let archives = archives(withSizes: false), let archive = retention.sacrifice(archives) else { return false }
    report(.warning, "out of disk space, delete:", archive)
    return delete(archive)
  }

  @discardableResult
  private func delete(_ archive: ArchiveName) -> Bool {
    do throws(Errno) {
      try archive.withCString { (path) throws(Errno) in try FileSystem.remove(path, in: descriptor) }
      return true
    } catch {
      voice.warn("unable to unlink old log file:", name, error)
      return false
    }
  }

  /// The old files, oldest first. Directories are none, whatever they are called, nor are those in the hands of the
  /// processor. `nil` when the directory can't be read.
  func archives(withSizes: Bool) -> [Archive]? {
    var archives: [Archive] = []
    do throws(Errno) {
      var listing = try Directory(reading: descriptor)
      while let entry = try listing.next() {
        guard !listing.isAtDirectory, let archive = ArchiveName(entry.bytes),
          processor?.archive.hasLabel(of: archive) != true
        else { continue }
        let size = withSizes ? (try? FileStatus(entry, in: descriptor))?.size : nil
        archives.append(Archive(archive, size: size ?? 0))
      }
    } catch {
      voice.warn("unable to read log directory:", name, error)
      return nil
    }
    archives.sort { $0.name < $1.name }
    return archives
  }
}

extension ArchiveName {
  /// Hands out the name as the kernel wants it.
  func withCString<Result: ~Copyable, Failure: Error>(
    _ body: (CString) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var path = CStringBuffer<32>()
    _ = path.append(span)
    return try path.withCString(body)
  }
}
