import CLibc
import Foundation
import Testing
import Unix

@Suite("Calls relative to an open directory")
struct OpenDirectoryTests {
  private func withDirectory(_ body: (borrowing FileDescriptor, String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "runit-unix-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    try body(FileDescriptor(owning: number), path)
  }

  @Test func `rename, remove and list`() throws {
    try withDirectory { directory, path in
      let file = try FileDescriptor.open("one", in: directory, O_WRONLY | O_CREAT, mode: 0o600)
      try file.writeAll(CString("text").bytes)
      try FileSystem.rename("one", to: "two", in: directory)
      #expect(FileManager.default.fileExists(atPath: path + "/two"))
      for _ in 0..<2 {
        // Reading twice finds the same: the directory's own descriptor has not moved.
        var listing = try Directory(reading: directory)
        var names = 0
        while try listing.next() != nil { names += 1 }
        #expect(names == 3)
      }
      try FileSystem.remove("two", in: directory)
      #expect(!FileManager.default.fileExists(atPath: path + "/two"))
      #expect(throws: Errno.noSuchFile) { try FileSystem.remove("two", in: directory) }
    }
  }

  @Test func `list nothing in a directory that was removed`() throws {
    try withDirectory { directory, path in
      var listing = try Directory(reading: directory)
      try FileManager.default.removeItem(atPath: path)
      #expect(try listing.next() == nil)
    }
  }

  @Test func `write in place and cut off`() throws {
    try withDirectory { directory, path in
      let file = try FileDescriptor.open("file", in: directory, O_RDWR | O_CREAT, mode: 0o600)
      try file.writeAll(CString("abcdef").bytes)
      let written = try file.write(CString("XY").bytes, at: 1)
      #expect(written == 2)
      try file.truncate(to: 4)
      #expect(FileManager.default.contents(atPath: path + "/file") == Data("aXYd".utf8))
    }
  }

  @Test func `give a descriptor a number out of the way`() throws {
    try withDirectory { directory, _ in
      let other = try directory.duplicate(from: 50)
      let number = other.rawValue
      #expect(number >= 50)
      #expect(fcntl(number, F_GETFD) & FD_CLOEXEC != 0)
    }
  }

  @Test func `enlarge a pipe, and nothing else`() throws {
    let pipe = try Unix.Pipe()
    try pipe.readEnd.setPipeCapacity(256 << 10)
    #expect(fcntl(pipe.writeEnd.rawValue, F_GETPIPE_SZ) == 256 << 10)
    try withDirectory { directory, _ in
      #expect(throws: Errno.badDescriptor) { try directory.setPipeCapacity(256 << 10) }
    }
  }
}
