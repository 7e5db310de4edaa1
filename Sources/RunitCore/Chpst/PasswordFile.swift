/// The text of /etc/passwd: a line `name:password:uid:gid:comment:home:shell` for each user.
///
/// It is read here, not by the C library: a static program has no name services, and needs none.
public enum PasswordFile {
  /// The line of a user.
  public struct Entry: Equatable, Sendable {
    public let userID: UInt32
    public let groupID: UInt32
    /// The places of the texts in the file.
    public let home: Range<Int>
    public let shell: Range<Int>
  }

  /// The first entry of `user` in `file`; a line without numbers where they belong is none.
  public static func entry(of user: Span<UInt8>, in file: Span<UInt8>) -> Entry? {
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
