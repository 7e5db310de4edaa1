/// The text of /etc/passwd: a line `name:password:uid:gid:comment:home:shell` for each user.
///
/// It is read here, not by the C library: a static program has no name services, and needs none.
package enum PasswordFile {
  /// The line of a user.
  package struct Entry: Equatable, Sendable {
    package let userID: UInt32
    package let groupID: UInt32
    /// The places of the texts in the file.
    package let home: Range<Int>
    package let shell: Range<Int>
  }

  /// The first entry of `user` in `file`; a line without numbers where they belong is none.
  package static func entry(of user: Span<UInt8>, in file: Span<UInt8>) -> Entry? {
    var lines = ColonLines(file)
    while lines.next() {
      guard user.count > 0, lines.field(0, is: user),
        let userID = lines.number(2), let groupID = lines.number(3)
      else { continue }
      return Entry(userID: userID, groupID: groupID, home: lines.field(5), shell: lines.field(6))
    }
    return nil
  }
}
