// kronika serve: a store over HTTP, for programs and for the page.
#include <fmt/format.h>

#include <filesystem>
#include <thread>

#include "access_token.h"
#include "api/api.h"
#include "base/ascii.h"
#include "codebook/knowledge.h"
#include "command.h"
#include "data_folder.h"
#include "inputs.h"
#include "kronika/store.h"
#include "page_files.h"
#include "port/http_server.h"
#include "port/secret.h"
#include "served_coder.h"
#include "stored_records.h"

namespace kronika::app {
namespace {

struct ServeOptions {
  std::string store, listen = "127.0.0.1", token_file;
  uint16_t port = 8080;
  std::vector<std::string> hosts;
  size_t body_megabytes = 8, connections = 1000;
  unsigned threads = 2;
  CoderChoice coder;
};

bool is_url(const std::string& store) { return store.find("://") != std::string::npos; }

// What people call the store: no folders of this machine, no password of a database.
std::string shown_name(const std::string& store) {
  return is_url(store) ? store.substr(0, store.find("://")) : std::filesystem::path(store).filename().string();
}

bool is_loopback(const std::string& address) { return address.starts_with("127.") || address == "::1"; }

Result<ApiStores> open_stores(const ServeOptions& options) {
  ApiStores stores;
  // First, as it brings an older store up to date.
  auto writer = open_to_write(options.store, StoreAccess::write);
  if (writer) {
    stores.writer = std::move(writer).value();
  } else if (writer.error().kind != ErrorKind::io) {
    return writer.error();
  } else {
    fmt::print(stderr, "kronika: {}; it is only read\n", writer.error().message);
  }
  stores.open_again = [store = options.store](StoreAccess access) { return Store::open(store, access); };
  for (unsigned i = 0; i < options.threads + 1; ++i) {
    auto reader = Store::open(options.store, StoreAccess::read);
    if (!reader) return reader.error();
    (stores.watch ? stores.readers.emplace_back() : stores.watch) = std::move(reader).value();
  }
  return stores;
}

// Names of countries and public persons; without data there are none, and codes are shown.
std::shared_ptr<const KnowledgeBase> open_knowledge(const ServeOptions& options) {
  const auto data = find_data_folder(options.coder.data);
  if (!data) return nullptr;
  const std::string images = find_image_folder(data.value());
  auto knowledge = KnowledgeBase::load(data.value() + "/actors",
                                       (images.empty() ? data.value() + "/image" : images) + "/actors.image");
  return knowledge ? std::move(knowledge).value() : nullptr;
}

// The token of the store; without a place to keep it one that is good until the program ends.
std::string token_of(const ServeOptions& options) {
  const std::string file = !options.token_file.empty() ? options.token_file
                           : is_url(options.store)     ? "kronika.token"
                                                       : options.store + ".token";
  auto token = load_token(file);
  if (token) return std::move(token).value();
  fmt::print(stderr, "kronika: {}; the token below is good until the server ends\n", token.error().message);
  constexpr size_t kBytes = 24;
  return random_hex(kBytes);
}

std::string server_metrics(const HttpCounts& counts) {
  return fmt::format(
      "# HELP kronika_connections Connections that are open.\n# TYPE kronika_connections gauge\n"
      "kronika_connections {}\n"
      "# HELP kronika_connections_total Connections since the start, by what became of them.\n"
      "# TYPE kronika_connections_total counter\n"
      "kronika_connections_total{{fate=\"accepted\"}} {}\nkronika_connections_total{{fate=\"refused\"}} {}\n"
      "kronika_connections_total{{fate=\"evicted\"}} {}\nkronika_connections_total{{fate=\"malformed\"}} {}\n"
      "kronika_connections_total{{fate=\"timed_out\"}} {}\n",
      counts.open, counts.accepted, counts.refused, counts.evicted, counts.malformed, counts.timed_out);
}

int serve(ServeOptions& options) {
  auto stores = open_stores(options);
  if (!stores) return complain(stores.error());
  const auto knowledge = open_knowledge(options);
  ServedCoder coder(std::move(options.coder));

  ApiOptions api_options;
  api_options.store_name = shown_name(options.store);
  api_options.page = page_files();
  api_options.guard.open = is_loopback(options.listen);
  api_options.guard.token = token_of(options);
  const bool six = options.listen.find(':') != std::string::npos;
  const std::string host = six ? "[" + options.listen + "]" : options.listen;
  api_options.guard.hosts = {"localhost", "127.0.0.1", "[::1]", lower_ascii(host)};
  for (const std::string& name : options.hosts) api_options.guard.hosts.push_back(lower_ascii(name));
  api_options.guard.any_address = options.listen == "0.0.0.0" || options.listen == "::";
  if (knowledge) {
    api_options.country_name = [knowledge](const std::string& code) {
      const Country* country = knowledge->country(code);
      return country ? country->name : "";
    };
    api_options.entity_name = [knowledge](const std::string& id) {
      const Entity* entity = knowledge->entity(id);
      return entity ? entity->name : "";
    };
  }
  api_options.trouble = [](const std::string& message) { fmt::print(stderr, "kronika: {}", message); };
  HttpServer* running = nullptr;
  api_options.server_metrics = [&] { return running ? server_metrics(running->counts()) : ""; };
  const std::string token = api_options.guard.token;
  Api api(std::move(stores).value(), &coder, std::move(api_options));

  HttpLimits limits;
  limits.body_bytes = options.body_megabytes << 20;
  limits.connections = options.connections;
  limits.workers = options.threads;
  const auto server = HttpServer::listen(options.listen, options.port, limits, api);
  if (!server) return complain(server.error());
  running = server.value().get();
  const std::string shown = api_options.guard.any_address ? "localhost" : host;
  fmt::print(stderr, "kronika: {} is served; open http://{}:{}/#token={}\n", shown_name(options.store), shown,
             running->port(), token);
  std::fflush(stderr);
  std::thread ahead([&api] { api.prepare(); });
  running->run();
  ahead.join();
  fmt::print(stderr, "kronika: stopped\n");
  return kAllCoded;
}

}  // namespace

void add_serve(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("serve", "Show a store on a page, and to programs over HTTP");
  auto options = std::make_shared<ServeOptions>();
  command->add_option("STORE", options->store, "the store")->required()->type_name("");
  command->add_option("--port", options->port, "default 8080; 0: any that is free")->type_name("N");
  command
      ->add_option("--listen", options->listen,
                   "the address that is listened on, default 127.0.0.1; on any other than this machine's own, reading "
                   "needs the token too")
      ->type_name("ADDRESS");
  command->add_option("--host", options->hosts, "another name that the server goes by")->type_name("NAME");
  command->add_option("--token-file", options->token_file, "where the token is kept; default: STORE.token")
      ->type_name("FILE");
  command->add_option("--max-body", options->body_megabytes, "megabytes that one request may have, default 8")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  command->add_option("--max-connections", options->connections, "connections at a time, default 1000")
      ->check(CLI::Range(10, 100'000))
      ->type_name("N");
  command->add_option("--threads", options->threads, "threads that read the store, default 2")
      ->check(CLI::Range(1, 64))
      ->type_name("N");
  add_coder_options(*command, options->coder);
  command->footer(
      "Examples:\n"
      "  kronika serve chronicle.db                       then open the address that it prints\n"
      "  kronika serve chronicle.db --port 9000\n"
      "  curl 'http://127.0.0.1:8080/api/records?filter=event:PROTEST&limit=10'\n"
      "  kronika serve chronicle.db --listen 192.168.1.5  for others in the network: behind a proxy with TLS\n"
      "docs/serve.md tells what can be asked. Ctrl-C ends it.");
  command->callback([options, &status] { status = serve(*options); });
}

}  // namespace kronika::app
