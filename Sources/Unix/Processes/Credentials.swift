package import CLibc

/// Whose rights this process has.
package enum Credentials {
  /// The corresponding C function is `setgroups`.
  package static func setSupplementaryGroups(_ groups: [gid_t]) throws(Errno) {
    try unsafe groups.span.withUnsafeBufferPointer { (groups) throws(Errno) in
      _ = try attempt { unsafe libc_setgroups(groups.count, groups.baseAddress) }
    }
  }

  /// The corresponding C function is `setgid`.
  package static func setGroup(_ group: gid_t) throws(Errno) { try attempt { libc_setgid(group) } }

  /// The corresponding C function is `setuid`.
  package static func setUser(_ user: uid_t) throws(Errno) { try attempt { libc_setuid(user) } }

  /// Whether the real, effective and saved user and group are `user` and `group`, and the supplementary groups are
  /// `supplementary`: what was set, read back. The corresponding C functions are `getresuid`, `getresgid` and `getgroups`.
  package static func are(user: uid_t, group: gid_t, supplementary: [gid_t]) throws(Errno) -> Bool {
    var users: (uid_t, uid_t, uid_t) = (0, 0, 0)
    var groups: (gid_t, gid_t, gid_t) = (0, 0, 0)
    try attempt { unsafe getresuid(&users.0, &users.1, &users.2) }
    try attempt { unsafe getresgid(&groups.0, &groups.1, &groups.2) }
    guard users == (user, user, user), groups == (group, group, group) else { return false }
    let actual = try supplementaryGroups()
    return actual.allSatisfy { supplementary.contains($0) } && supplementary.allSatisfy { actual.contains($0) }
  }

  private static func supplementaryGroups() throws(Errno) -> [gid_t] {
    let count = try attempt { getgroups(0, nil) }
    var groups = [gid_t](repeating: 0, count: Int(count))
    var span = groups.mutableSpan
    _ = try unsafe span.withUnsafeMutableBufferPointer { (groups) throws(Errno) in
      try attempt { unsafe getgroups(count, groups.baseAddress) }
    }
    return groups
  }
}
