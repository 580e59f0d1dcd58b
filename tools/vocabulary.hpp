// SPDX-License-Identifier: MIT
#pragma once
#include "text.hpp"

#include <algorithm>
#include <map>
#include <set>

/// The table of the words of include/actfn/math: what their declarations and `///` comments say.
namespace vocabulary {

using namespace text;

/// A declaration with the comment above it.
struct word {
    string scope; // the struct it is a member of
    string name;
    string call; // as it is written, with arguments
    string type; // what it returns
    string comment;
    bool is_function = false;
};

inline string trimmed(string_view s) {
    std::size_t const begin = s.find_first_not_of(" \n");
    if (begin == string_view::npos) return {};
    return string(s.substr(begin, s.find_last_not_of(" \n") + 1 - begin));
}

inline bool drop_front(string& text, string_view what) {
    if (!text.starts_with(what)) return false;
    text = trimmed(string_view(text).substr(what.size()));
    return true;
}

/// The position behind the bracket that closes the one at `open`.
inline std::size_t closed(string_view text, std::size_t open) {
    char const opening = text[open];
    char const closing = opening == '(' ? ')' : opening == '{' ? '}' : '>';
    int depth = 0;
    for (std::size_t i = open; i < text.size(); ++i) {
        if (text[i] == opening) ++depth;
        if (text[i] == closing && --depth == 0) return i + 1;
    }
    throw std::runtime_error("no bracket closes " + string(text.substr(open, 60)));
}

/// The last identifier of a text, and what stands before it.
inline std::pair<string, string> last_name(string_view text) {
    std::size_t end = text.size();
    while (end > 0 && !is_letter(text[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && is_letter(text[begin - 1])) --begin;
    return {string(text.substr(begin, end - begin)), trimmed(text.substr(0, begin))};
}

/// A declaration without its templates, requirements and specifiers.
inline string plain(string text) {
    std::size_t const forced = text.rfind("ACTFN_INLINE");
    if (forced != string::npos) text.erase(0, forced + 12);
    text = trimmed(text);
    for (bool again = true; again;) {
        again = false;
        if (text.starts_with("template <")) {
            text = trimmed(text.substr(closed(text, text.find('<'))));
            again = true;
        } else if (text.starts_with("requires(")) {
            text = trimmed(text.substr(closed(text, text.find('('))));
            again = true;
        }
        for (string_view const specifier :
             {"static ", "constexpr ", "inline ", "explicit ", "[[nodiscard]] "}) {
            again = drop_front(text, specifier) || again;
        }
    }
    return text;
}

/// x, scaled_exp<V> q, lo...: types are shown unless they are parameters of the template.
inline string argument(string text) {
    text = trimmed(replaced(replaced(text.substr(0, text.find(" =")), " const", ""), "&", ""));
    bool const pack = text.find("...") != string::npos;
    auto [name, type] = last_name(replaced(text, "...", ""));
    if (type.empty()) return pack ? "..." : "_"; // has no name
    if (std::isupper(static_cast<unsigned char>(type[0])) && type.find('<') == string::npos)
        type = "";
    return (type.empty() ? "" : type + " ") + name + (pack ? "..." : "");
}

inline string arguments(string_view list) {
    std::vector<string> all;
    string one;
    int depth = 0;
    for (char const c : string(list) + ",") {
        depth += (c == '<' || c == '(' || c == '{') - (c == '>' || c == ')' || c == '}');
        if (c == ',' && depth == 0) {
            if (!trimmed(one).empty()) all.push_back(argument(trimmed(one)));
            one.clear();
        } else {
            one += c;
        }
    }
    return joined(all);
}

/// What a header declares outside `detail` and `registers`, in order.
class header {
  public:
    std::vector<word> words;
    string comment; // of its namespace
    std::map<string, std::vector<string>> fields;

    explicit header(fs::path const& path) : text_(read(path)) {
        while (at_ < text_.size()) step();
    }

  private:
    struct scope {
        string type; // empty: a namespace
        bool hidden;
        bool open; // public
    };

    bool hidden() const {
        return std::ranges::any_of(scopes_, [](scope const& s) { return s.hidden || !s.open; });
    }
    string type() const { return scopes_.empty() ? "" : scopes_.back().type; }
    void clear() {
        declaration_.clear();
        comment_.clear();
    }
    bool next_is(string_view what) const {
        return string_view(text_).substr(at_).starts_with(what);
    }
    string rest_of_line() {
        std::size_t const end = text_.find('\n', at_);
        string line = text_.substr(at_, end - at_);
        at_ = end == string::npos ? text_.size() : end;
        return line;
    }

    void step() {
        char const c = text_[at_];
        if (c == '#') {
            while (rest_of_line().ends_with('\\')) ++at_;
            comment_.clear();
        } else if (next_is("///")) {
            string const line = rest_of_line().substr(3);
            if (trimmed(declaration_).empty()) comment_ += line;
        } else if (next_is("//")) {
            rest_of_line();
        } else if (next_is("/*")) {
            at_ = text_.find("*/", at_) + 2;
        } else if (c == '(') {
            std::size_t const end = closed(text_, at_);
            declaration_ += text_.substr(at_, end - at_);
            at_ = end;
        } else if (c == '{') {
            open();
        } else if (c == '}') {
            if (!scopes_.empty()) scopes_.pop_back();
            clear();
            ++at_;
        } else if (c == ';') {
            statement();
            clear();
            ++at_;
        } else if (c == ':' &&
                   (trimmed(declaration_) == "public" || trimmed(declaration_) == "private")) {
            scopes_.back().open = trimmed(declaration_) == "public";
            clear();
            ++at_;
        } else {
            bool const blank = c == ' ' || c == '\n';
            if (!blank || !declaration_.ends_with(' ')) declaration_ += blank ? ' ' : c;
            ++at_;
        }
    }

    void open() {
        string const all = trimmed(declaration_);
        auto const before = last_name(all.ends_with(')') ? all.substr(0, all.rfind("(")) : all);
        if (before.first == "requires" || all.find("concept ") != string::npos) {
            at_ = closed(text_, at_); // the declaration goes on behind it
            return;
        }
        string text = plain(all);
        std::size_t const type_at = std::min(text.find("struct "), text.find("class "));
        if (drop_front(text, "namespace ")) {
            bool const detail = text.ends_with("detail") || text.ends_with("registers") ||
                                text == "kernel" || text == "engine";
            if (!detail && !comment_.empty()) comment = trimmed(comment_);
            scopes_.push_back({"", detail, true});
            if (!detail) math_ = math_ || text.ends_with("math");
            ++at_;
        } else if (text.starts_with("enum ")) {
            add({"", last_name(text).first, "", "", "", false});
            at_ = closed(text_, at_);
        } else if (type_at != string::npos && text.find('(') > type_at) {
            bool const is_class = text[type_at] == 'c';
            text = trimmed(text.substr(text.find(' ', type_at)));
            text = trimmed(text.substr(0, text.find(" :")));
            bool const special = text.find('<') != string::npos;
            if (!special && type().empty()) add({"", text, text, "", "", false});
            scopes_.push_back(
                {text, special || !type().empty() || trimmed(comment_).empty(), !is_class});
            ++at_;
        } else {
            if (text.find('(') != string::npos) function(text);
            at_ = closed(text_, at_);
            if (text.find('(') == string::npos) return; // an initialiser
        }
        clear();
    }

    void function(string const& text) {
        std::size_t open = text.find('(');
        while (last_name(text.substr(0, open)).first == "decltype") {
            open = text.find('(', closed(text, open));
            if (open == string::npos) return; // a member with an initialiser
        }
        auto [name, returned] = last_name(text.substr(0, open));
        if (text.substr(0, open).find("operator") != string::npos) {
            if (!text.substr(open).starts_with("()(")) return;
            returned = trimmed(text.substr(0, text.find("operator")));
            name = "";
            open += 2;
        }
        if (returned.empty() || text.starts_with("friend")) return; // a constructor
        string const list = text.substr(open + 1, closed(text, open) - open - 2);
        add({type(), name, name + "(" + arguments(list) + ")", returned, "", true});
    }

    void statement() {
        string const all = trimmed(declaration_);
        string text = plain(all);
        if (all.empty() || hidden()) return;
        if (!type().empty()) {
            if (text.find('(') == string::npos && all.find("static") == string::npos &&
                !text.starts_with("using") && !text.starts_with("friend")) {
                fields[type()].push_back(last_name(text.substr(0, text.find_first_of("=["))).first);
            }
            return;
        }
        if (comment_.empty()) return;
        std::size_t const equals = text.find(" =");
        if (equals == string::npos) return;
        string const left = text.substr(0, equals);
        if (left.ends_with('>')) return; // a specialisation
        auto const [name, before] = last_name(left);
        bool const takes = all.starts_with("template");
        add({"", name, name + (takes && !before.ends_with("concept") ? "<V>" : ""), before, "",
             false});
    }

    void add(word w) {
        if (hidden()) return;
        if (math_here() && w.scope.empty()) w.call = "math::" + (w.call.empty() ? w.name : w.call);
        if (w.call.empty()) w.call = w.name;
        if (!w.scope.empty()) w.call = w.scope + (w.name.empty() ? "" : ".") + w.call;
        w.comment = trimmed(comment_);
        words.push_back(std::move(w));
    }
    bool math_here() const {
        std::size_t namespaces = 0;
        for (scope const& s : scopes_) namespaces += s.type.empty();
        return math_ && (namespaces > 1 || text_.find("ACTFN_ABI::math {") != string::npos);
    }

    string text_;
    std::size_t at_ = 0;
    string declaration_;
    string comment_;
    std::vector<scope> scopes_;
    bool math_ = false;
};

/// Takes "Error: ..." to the end of the sentence out of a comment.
inline string taken(string& comment, string_view label) {
    std::size_t const begin = comment.find(string(label) + ": ");
    if (begin == string::npos) return {};
    std::size_t const content = begin + label.size() + 2;
    std::size_t const end = std::min(comment.find(". ", content), comment.size() - 1);
    string const found = comment.substr(content, end - content);
    comment = trimmed(comment.substr(0, begin) + comment.substr(std::min(end + 2, comment.size())));
    return found;
}

inline string returned(word const& w, std::set<string> const& types) {
    if (!w.is_function) return "";
    string const bare = w.type.substr(0, w.type.find('<'));
    if (w.type == "V") return "number";
    if (types.contains(bare)) return code(bare);
    return w.type == "auto" || w.type == "void" ? "" : code(w.type);
}

/// A section for every header.
inline string table(fs::path const& folder) {
    std::map<string, header> headers;
    for (auto const& file : fs::directory_iterator(folder)) {
        headers.emplace(file.path().filename().string(), header(file.path()));
    }
    std::set<string> explained;
    std::set<string> types;
    for (auto const& [name, h] : headers) {
        for (word const& w : h.words) {
            if (w.is_function && w.scope.empty() && !w.comment.empty()) explained.insert(w.name);
            if (!w.is_function) types.insert(w.name);
        }
    }
    string out;
    std::vector<string> silent;
    for (auto const& [file, h] : headers) {
        string rows;
        for (word w : h.words) {
            bool const member = !w.scope.empty();
            if (w.comment.empty()) {
                if (member || !w.is_function || explained.contains(w.name)) continue; // an overload
                silent.push_back(file + ": " + w.call);
                continue;
            }
            string const error = taken(w.comment, "Error");
            string const domain = taken(w.comment, "Domain");
            auto const of_type = h.fields.find(w.name);
            string fields;
            if (!w.is_function && of_type != h.fields.end()) {
                std::vector<string> names;
                for (string const& field : of_type->second) names.push_back(code(field));
                fields = "fields " + joined(names);
            }
            rows += "| " + code(w.call) + " | " + (w.is_function ? returned(w, types) : fields) +
                    " | " + prose(w.comment) + " | " + prose(error) + " | " + prose(domain) +
                    " |\n";
        }
        if (rows.empty()) continue;
        out += "\n#### `" + file + "`\n\n" + (h.comment.empty() ? "" : prose(h.comment) + "\n\n") +
               "| word | returns | what | error | domain |\n| --- | --- | --- | --- | --- |\n" +
               rows;
    }
    if (!silent.empty()) {
        throw std::runtime_error("no comment says what they return:\n" + joined(silent, "\n"));
    }
    return out + "\n";
}

} // namespace vocabulary
