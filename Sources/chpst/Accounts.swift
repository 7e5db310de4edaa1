import Console
import RunitCore
import Unix

/// Whose rights the program gets.
struct Account {
  /// What a login would tell the program about its user.
  struct Login {
    let user: CString
    let home: CString
    let shell: CString
  }

  let userID: UInt32
  /// The group of the program and those that were named beside it; there is at least one.
  let groupIDs: [UInt32]
  /// `nil` for an account of numbers, of which nothing else is known.
  let login: Login?

  var groupID: UInt32 { groupIDs[0] }
}

/// The accounts of this system, which may be a new root. Its files are read at most once each.
struct Accounts {
  private let isPlain: Bool
  private var passwords: [UInt8]?
  private var groups: [UInt8]?

  /// Daemontools' programs know the names of users and nothing else.
  init(_ options: LaunchOptions<CString>) { isPlain = options.name != .chpst }

  /// Finds what `text`, the value of an option, stands for.
  mutating func find(_ text: CString) throws(Failure) -> Account {
    switch isPlain ? AccountName(user: text.bytes) : AccountName(parsing: text.bytes) {
    case nil: throw Failure("invalid uid/gids:", text.dropFirst(1))
    case .numbers(let user, let groups)?: return Account(userID: user, groupIDs: groups, login: nil)
    case .names(let user, let groups)?:
      let unknown = Failure(isPlain ? "unknown account:" : "unknown user/group:", text)
      let passwords = try readPasswords()
      guard let entry = PasswordFile.entry(of: text.bytes.extracting(user), in: passwords.span) else { throw unknown }
      var groupIDs: [UInt32] = []
      for group in groups {
        let file = try readGroups()
        guard let id = GroupFile.id(of: text.bytes.extracting(group), in: file.span) else { throw unknown }
        groupIDs.append(id)
      }
      let login = Account.Login(
        user: CString(keeping: text.bytes.extracting(user)),
        home: CString(keeping: passwords.span.extracting(entry.home)),
        shell: CString(keeping: passwords.span.extracting(entry.shell)))
      return Account(userID: entry.userID, groupIDs: groupIDs.isEmpty ? [entry.groupID] : groupIDs, login: login)
    }
  }

  /// The groups of `account`, which `text` stands for, and those of which its user is a member.
  mutating func groups(of account: Account, _ text: CString) throws(Failure) -> [UInt32] {
    guard let login = account.login else { throw Failure("unable to find groups without a name:", text) }
    var groupIDs = account.groupIDs
    let file = try readGroups()
    for id in GroupFile.ids(withMember: login.user.bytes, in: file.span) where !groupIDs.contains(id) {
      groupIDs.append(id)
    }
    return groupIDs
  }

  private mutating func readPasswords() throws(Failure) -> [UInt8] {
    if let passwords { return passwords }
    let contents = try Self.contents(of: "/etc/passwd")
    passwords = contents
    return contents
  }

  private mutating func readGroups() throws(Failure) -> [UInt8] {
    if let groups { return groups }
    let contents = try Self.contents(of: "/etc/group")
    groups = contents
    return contents
  }

  private static func contents(of file: CString) throws(Failure) -> [UInt8] {
    try explain("unable to get password/group file entry", nil, FileDescriptor.read(file).readToEnd())
  }
}
