/// The text of /etc/group: a line `name:password:gid:user,user` for each group.
package enum GroupFile {
  /// The id of the first group called `name` in `file`.
  package static func id(of name: Span<UInt8>, in file: Span<UInt8>) -> UInt32? {
    var lines = ColonLines(file)
    while lines.next() {
      guard name.count > 0, lines.field(0, is: name) else { continue }
      if let id = lines.number(2) { return id }
    }
    return nil
  }

  /// The ids of the groups in `file` of which `user` is a member, in their order.
  package static func ids(withMember user: Span<UInt8>, in file: Span<UInt8>) -> [UInt32] {
    guard user.count > 0 else { return [] }
    var ids: [UInt32] = []
    var lines = ColonLines(file)
    while lines.next() {
      guard isMember(user, of: file.extracting(lines.field(3))) else { continue }
      if let id = lines.number(2) { ids.append(id) }
    }
    return ids
  }

  private static func isMember(_ user: Span<UInt8>, of list: Span<UInt8>) -> Bool {
    var start = 0
    while start < list.count {
      let end = list.firstIndex(of: UInt8(ascii: ","), from: start) ?? list.count
      if list.extracting(start..<end).equals(user) { return true }
      start = end + 1
    }
    return false
  }
}
