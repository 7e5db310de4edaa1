import RunitCore
import Unix

extension EntryExamination {
  /// What `runsv` reads of a service directory, beside what lies in the directory itself.
  fileprivate static var parts: [CString] { ["/log", "/log/run", "/control", "/dependencies.d"] }

  /// Looks at the entry `name` of the scan directory, in which we are.
  init(_ name: CString, expecting expected: DirectoryIdentity, isBehindLink: Bool) {
    do throws(Errno) {
      let entry = try FileStatus(ofLink: name)
      let directory = entry.kind == .symbolicLink ? try FileStatus(name) : entry
      guard directory.kind == .directory, DirectoryIdentity(directory) == expected else {
        self = .gone
        return
      }
      let isLink = entry.kind == .symbolicLink && !isBehindLink
      self = isLink ? .link : .directory(Directory(name, lastChange: FileTime(changeOf: directory)))
    } catch {
      self = error.isAbsence ? .gone : .unknown
    }
  }
}

extension EntryExamination.Directory {
  /// Looks into the directory `name`, which itself has changed at `lastChange`. The time of the last change of content
  /// would not do: `cp -a` sets it back.
  fileprivate init(_ name: CString, lastChange: FileTime) {
    var lastChange = lastChange
    for part in EntryExamination.parts {
      // What is missing, or does not show itself, has not changed.
      guard let status = Path(name, part).withCString({ try? FileStatus(ofLink: $0) }) else { continue }
      lastChange = max(lastChange, FileTime(changeOf: status))
    }
    let run = Path(name, "/run").withCString { try? FileStatus($0) }
    if let run { lastChange = max(lastChange, FileTime(changeOf: run)) }
    self.init(hasRun: run != nil, lastChange: lastChange)
  }
}

extension FileTime {
  fileprivate init(changeOf status: FileStatus) {
    self.init(seconds: status.changeSeconds, nanoseconds: status.changeNanoseconds)
  }
}
