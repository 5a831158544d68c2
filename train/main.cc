// kronika-train: makes the models of data/models from open corpora.
#include <CLI/CLI.hpp>

#include "choices.h"
#include "coreference.h"
#include "countries.h"
#include "examples.h"
#include "language.h"
#include "lemmas.h"
#include "names.h"
#include "roles.h"
#include "sentences.h"

int main(int argc, char** argv) {
  using namespace kronika;
  CLI::App app{"Train the models of Kronika.", "kronika-train"};
  app.require_subcommand(1);
  app.footer("Example:\n  kronika-train language --data ../shared --out data/models/en.model");
  train::LanguageOptions language;
  CLI::App* command = app.add_subcommand("language", "tags, lemmas, trees and names");
  command->add_option("--data", language.data, "folder of the corpora")->capture_default_str();
  command->add_option("--kronika", language.kronika, "folder of word lists, tables and corpus")->capture_default_str();
  command->add_option("--out", language.out, "the model file to write")->capture_default_str();
  command->add_option("--pretrained", language.pretrained,
                      "folder of the pre-trained encoder whose word pieces are taken over");
  command->add_option("--width", language.width, "of the encoder")->capture_default_str();
  command->add_option("--layers", language.layers, "of the encoder")->capture_default_str();
  command->add_option("--pieces", language.pieces, "width of the word pieces' vectors")->capture_default_str();
  command->add_option("--epochs", language.epochs, "rounds over the corpora")->capture_default_str();
  command->add_option("--seed", language.seed, "of the first weights and of the order")->capture_default_str();
  command->add_option("--threads", language.threads, "threads; the result depends on their number")
      ->capture_default_str();
  command->add_option("--rate", language.rate, "learning rate at its highest")->capture_default_str();
  train::NamesOptions names;
  CLI::App* finder = app.add_subcommand("names", "names anew, over the encoder of a language model");
  finder->add_option("--data", names.data, "folder of the corpora")->capture_default_str();
  finder->add_option("--kronika", names.kronika, "folder of word lists and tables")->capture_default_str();
  finder->add_option("--model", names.model, "the model file, in which the names are replaced")->capture_default_str();
  finder->add_option("--out", names.out, "the model file to write; default: the same")->capture_default_str();
  finder->add_option("--hidden", names.head.hidden, "units of the hidden layer")->capture_default_str();
  finder->add_option("--epochs", names.head.epochs, "rounds over the corpora")->capture_default_str();
  finder->add_option("--rate", names.head.rate, "learning rate at its highest")->capture_default_str();
  finder->add_option("--seed", names.head.seed, "of the first weights and of the order")->capture_default_str();
  train::LemmasOptions lemmas;
  CLI::App* lemmatizer = app.add_subcommand("lemmas", "the dictionary of lemmas of a language model anew");
  lemmatizer->add_option("--data", lemmas.data, "folder of the corpora")->capture_default_str();
  lemmatizer->add_option("--kronika", lemmas.kronika, "folder of word lists and tables")->capture_default_str();
  lemmatizer->add_option("--model", lemmas.model, "the model file, in which the dictionary is replaced")
      ->capture_default_str();
  lemmatizer->add_option("--out", lemmas.out, "the model file to write; default: the same")->capture_default_str();
  train::CoreferenceOptions coreference;
  CLI::App* pronouns = app.add_subcommand("coreference", "whom pronouns mean");
  pronouns->add_option("--data", coreference.data, "folder of the corpora")->capture_default_str();
  pronouns->add_option("--kronika", coreference.kronika, "folder of the models and word lists")->capture_default_str();
  pronouns->add_option("--out", coreference.out, "the model file to write")->capture_default_str();
  pronouns->add_option("--rounds", coreference.rounds, "chains are built by the network of the round before")
      ->capture_default_str();
  pronouns->add_option("--epochs", coreference.epochs, "of training a round")->capture_default_str();
  pronouns->add_option("--decay", coreference.decay, "pull of the weights towards 0")->capture_default_str();
  pronouns->add_option("--gap", coreference.gap, "weight of an example of GAP against one of GUM")
      ->capture_default_str();
  pronouns->add_option("--seed", coreference.seed, "of the random numbers")->capture_default_str();
  pronouns->add_option("--folds", coreference.folds, "measure by cross-validation over GAP; 0: do not")
      ->capture_default_str();
  train::SentencesOptions sentences;
  CLI::App* ends = app.add_subcommand("sentences", "where sentences end");
  ends->add_option("--data", sentences.data, "folder of the corpora")->capture_default_str();
  ends->add_option("--language", sentences.language, "folder of the word lists; the weights are written there")
      ->capture_default_str();
  ends->add_option("--steps", sentences.steps, "of gradient descent")->capture_default_str();
  ends->add_option("--decay", sentences.decay, "pull of the weights towards 0")->capture_default_str();
  ends->add_option("--least", sentences.least, "times that an answer must be seen to have a weight")
      ->capture_default_str();
  train::RolesOptions roles;
  CLI::App* parties = app.add_subcommand("roles", "who the parties of events are");
  parties
      ->add_option("--corpus", roles.corpus, "documents with events, as data/corpus/build.py --part train writes them")
      ->required();
  parties->add_option("--kronika", roles.kronika, "folder of the models, codebook and word lists")
      ->capture_default_str();
  parties->add_option("--out", roles.out, "the file of weights to write")->capture_default_str();
  parties->add_option("--rounds", roles.rounds, "parties are looked at with the weights of the round before")
      ->capture_default_str();
  parties->add_option("--steps", roles.steps, "of gradient descent a round")->capture_default_str();
  parties->add_option("--decay", roles.decay, "pull of the weights towards 0")->capture_default_str();
  parties->add_option("--missed", roles.missed, "weight of an event that the codebook does not find")
      ->capture_default_str();
  parties->add_option("--folds", roles.folds, "parts of the documents, each looked at by weights of the others")
      ->capture_default_str();
  train::ExamplesOptions examples;
  CLI::App* seen =
      app.add_subcommand("examples", "what the fast coder sees in texts, for the trainer of the accurate one");
  seen->add_option("--texts", examples.texts, "articles as JSONL")->required();
  seen->add_option("--kronika", examples.kronika, "folder of the models, codebook and word lists")
      ->capture_default_str();
  seen->add_option("--out", examples.out, "the file to write, one JSON object an article")->required();
  train::ChoicesOptions choices;
  CLI::App* chooser = app.add_subcommand("choices", "where and when events happened");
  chooser
      ->add_option("--corpus", choices.corpus,
                   "documents with events, as data/corpus/build.py --part train writes them")
      ->required();
  chooser->add_option("--kronika", choices.kronika, "folder of the models, codebook and word lists")
      ->capture_default_str();
  chooser->add_option("--out", choices.out, "the folder to write place_weights.txt and date_weights.txt to")
      ->capture_default_str();
  chooser->add_option("--steps", choices.steps, "of gradient descent")->capture_default_str();
  chooser->add_option("--decay", choices.decay, "pull of the weights towards 0")->capture_default_str();
  chooser->add_option("--folds", choices.folds, "parts of the documents, each judged by weights of the others")
      ->capture_default_str();
  train::CountriesOptions countries;
  CLI::App* origins = app.add_subcommand("countries", "of which country those are whose words do not say it");
  origins
      ->add_option("--corpus", countries.corpus,
                   "documents with chains, as data/corpus/build.py --part train writes them")
      ->required();
  origins->add_option("--kronika", countries.kronika, "folder of the models, codebook and word lists")
      ->capture_default_str();
  origins->add_option("--out", countries.out, "the file of weights to write")->capture_default_str();
  origins->add_option("--steps", countries.steps, "of gradient descent")->capture_default_str();
  origins->add_option("--decay", countries.decay, "pull of the weights towards 0")->capture_default_str();
  origins->add_option("--folds", countries.folds, "parts of the documents, each judged by weights of the others")
      ->capture_default_str();
  Status done = Done{};
  command->callback([&] { done = train::train_language(language); });
  finder->callback([&] { done = train::train_names(names); });
  lemmatizer->callback([&] { done = train::train_lemmas(lemmas); });
  pronouns->callback([&] { done = train::train_coreference(coreference); });
  ends->callback([&] { done = train::train_sentences(sentences); });
  parties->callback([&] { done = train::train_roles(roles); });
  seen->callback([&] { done = train::write_examples(examples); });
  chooser->callback([&] { done = train::train_choices(choices); });
  origins->callback([&] { done = train::train_countries(countries); });
  CLI11_PARSE(app, argc, argv);
  if (done) return 0;
  std::fprintf(stderr, "kronika-train: %s\n", done.error().message.c_str());
  return 1;
}
